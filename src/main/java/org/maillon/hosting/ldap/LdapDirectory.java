package org.maillon.hosting.ldap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.maillon.hosting.OutsideDirectory;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** The people of all {@code [[ldap]]} of the settings. No server is asked before the first question. */
public final class LdapDirectory implements OutsideDirectory, AutoCloseable {
    private final Map<Domain.Name, People> people = new HashMap<>();

    /**
     * What it stands on.
     *
     * @param files makes a path of the settings absolute
     * @param sockets makes those that are not connected yet
     * @param steady a clock that is never set
     */
    public record Ground(Function<String, Path> files, SocketFactory sockets, InstantSource steady) {}

    /** @throws IllegalArgumentException where a setting makes no sense, or a file is not what it should be */
    public LdapDirectory(List<LdapSetting> settings, Ground ground) {
        LdapSense.check(settings);
        for (LdapSetting setting : settings) {
            People some = people(setting, ground);
            LdapSense.domains(setting).forEach(domain -> people.put(domain, some));
        }
    }

    private static People people(LdapSetting setting, Ground ground) {
        List<LdapServer> servers = LdapSense.servers(setting);
        Dialling dialling = dialling(setting, ground);
        Optional<Dialling.Self> us = self(setting, ground);
        return new People(
                setting,
                new Search(setting, Set.copyOf(LdapSense.domains(setting))),
                new People.Connections(
                        new Lines(setting, servers, dialling, us, ground.steady()),
                        new Lines(setting, servers, dialling, us, ground.steady()),
                        new Lines(setting, servers, dialling, Optional.empty(), ground.steady())),
                ground.steady());
    }

    private static Dialling dialling(LdapSetting setting, Ground ground) {
        Optional<Path> ca = setting.ca().isEmpty()
                ? Optional.empty()
                : Optional.of(ground.files().apply(setting.ca()));
        return new Dialling(setting, ground.sockets(), ca);
    }

    private static Optional<Dialling.Self> self(LdapSetting setting, Ground ground) {
        return setting.bindDn().isEmpty()
                ? Optional.empty()
                : Optional.of(new Dialling.Self(
                        setting.bindDn(), password(ground.files().apply(setting.bindPasswordFile()))));
    }

    /** What stands in the file, without the end of its line. */
    private static Secret password(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            int end = octets.length;
            while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
                end--;
            }
            if (end == 0) {
                throw new IllegalArgumentException(file + " holds no password");
            }
            return Secret.wrap(Arrays.copyOf(octets, end));
        } catch (IOException e) {
            throw new IllegalArgumentException("the password of bind-dn cannot be read: " + e, e);
        }
    }

    /** What was found out of one server, asked at once. */
    public record Health(String server, boolean good, String says) {}

    /** Asks each server by itself, whether it takes us and shows the base. */
    public static List<Health> examine(LdapSetting setting, Ground ground) {
        return LdapSense.servers(setting).stream()
                .map(server -> Checkup.of(
                        server,
                        setting,
                        () -> new Lines(
                                setting,
                                List.of(server),
                                dialling(setting, ground),
                                self(setting, ground),
                                ground.steady())))
                .toList();
    }

    @Override
    public boolean knows(Domain.Name domain) {
        return people.containsKey(domain);
    }

    private Optional<People> of(Address address) {
        return address.domain() instanceof Domain.Name name ? Optional.ofNullable(people.get(name)) : Optional.empty();
    }

    @Override
    public Found find(Address address) {
        return of(address).map(some -> some.find(address)).orElseGet(Found.Nobody::new);
    }

    @Override
    public Found logIn(Address address, Secret password) {
        return of(address).map(some -> some.logIn(address, password)).orElseGet(Found.Nobody::new);
    }

    @Override
    public void forget(Address address) {
        of(address).ifPresent(some -> some.forget(address));
    }

    @Override
    public String title(Domain.Name domain) {
        return Optional.ofNullable(people.get(domain)).map(People::title).orElse("nobody else");
    }

    @Override
    public void close() {
        people.values().stream().distinct().forEach(People::close);
    }
}
