package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.maillon.app.config.Config;
import org.maillon.hosting.Authenticator;
import org.maillon.hosting.Directory;
import org.maillon.hosting.LogInGate;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Tokens;
import org.maillon.hosting.oidc.HttpWeb;
import org.maillon.hosting.oidc.OidcTokens;

/** Joins those who know passwords and tokens, as the settings want them. */
final class WhoLogsIn {
    private WhoLogsIn() {}

    record Ground(
            Directory directory, LogInGate gate, InstantSource clock, InstantSource steady, RandomGenerator entropy) {}

    static LogIns of(Config config, Ground ground) {
        Tokens tokens = config.oidc().isEmpty()
                ? Tokens.NONE
                : new OidcTokens(config.oidc(), new HttpWeb(), ground.clock(), ground.steady());
        Authenticator authenticator = new Authenticator(
                ground.directory(),
                new Authenticator.Others(ground.gate(), tokens),
                config.logIn(),
                new Authenticator.Time(ground.clock(), ground.steady()),
                ground.entropy());
        return new LogIns(
                authenticator,
                LogIns.mechanisms(
                        config.logIn(), !config.oidc().isEmpty(), !config.ldap().isEmpty()),
                config.logIn(),
                ground.entropy());
    }
}
