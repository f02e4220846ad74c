package org.maillon.app.cli;

import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.wiring.Maillon;

/** Inside the running server, for a client of the control channel. */
final class ServerDesk extends Desk {
    private final Maillon office;
    private final Optional<String> secret;

    ServerDesk(Terminal terminal, Maillon office, Optional<String> secret) {
        super(terminal);
        this.office = office;
        this.secret = secret;
    }

    @Override
    int answer(OfficeVerb verb, String[] words) {
        return verb.run(office, printer());
    }

    @Override
    ConfigOutcome readConfig() {
        return office.readConfigAnew();
    }

    @Override
    Optional<String> secret() {
        return secret;
    }
}
