package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.maillon.app.config.LoadedConfig;
import org.maillon.hosting.Directory;
import org.maillon.hosting.OutsideDirectory;
import org.maillon.hosting.ldap.LdapDirectory;
import org.maillon.hosting.ldap.LdapSetting;
import org.maillon.kernel.SteadyClock;

/** The directory that keeps people besides ours, where the settings name one; else no class of it is loaded. */
public record Elsewhere(OutsideDirectory directory, Runnable closing) implements AutoCloseable {
    /** From now on {@code ours} asks it. */
    static Elsewhere of(LoadedConfig loaded, InstantSource steady, Directory ours) {
        Elsewhere elsewhere = loaded.config().ldap().isEmpty()
                ? new Elsewhere(OutsideDirectory.NONE, () -> {})
                : byLdap(loaded, steady);
        ours.asking(elsewhere.directory());
        return elsewhere;
    }

    private static Elsewhere byLdap(LoadedConfig loaded, InstantSource steady) {
        LdapDirectory ldap = new LdapDirectory(loaded.config().ldap(), ground(loaded, steady));
        return new Elsewhere(ldap, ldap::close);
    }

    private static LdapDirectory.Ground ground(LoadedConfig loaded, InstantSource steady) {
        return new LdapDirectory.Ground(loaded::resolve, SocketFactory.getDefault(), steady);
    }

    @Override
    public void close() {
        closing.run();
    }

    /** What was found out of one server. */
    public record Answer(boolean good, String says) {}

    /** Each server of each {@code [[ldap]]}, asked at once. */
    public static List<Answer> ask(LoadedConfig loaded) {
        List<Answer> answers = new ArrayList<>();
        InstantSource steady = SteadyClock.from(InstantSource.system());
        for (LdapSetting setting : loaded.config().ldap()) {
            LdapDirectory.examine(setting, ground(loaded, steady))
                    .forEach(one -> answers.add(new Answer(one.good(), one.server() + " " + one.says())));
        }
        return answers;
    }
}
