package org.maillon.wire.pop3;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Ascii;

/** The commands: when each may come, and what follows it. CAPA and the words of refusals are derived from here. */
enum Pop3Verb {
    USER(Phase.AUTHORIZATION, "USER name"),
    PASS(Phase.AUTHORIZATION, "PASS password"),
    STLS(Phase.AUTHORIZATION, "STLS"),
    AUTH(Phase.AUTHORIZATION, "AUTH mechanism [initial-response]"),
    STAT(Phase.TRANSACTION, "STAT"),
    LIST(Phase.TRANSACTION, "LIST [number]"),
    UIDL(Phase.TRANSACTION, "UIDL [number]"),
    RETR(Phase.TRANSACTION, "RETR number"),
    TOP(Phase.TRANSACTION, "TOP number lines"),
    DELE(Phase.TRANSACTION, "DELE number"),
    RSET(Phase.TRANSACTION, "RSET"),
    NOOP(Phase.TRANSACTION, "NOOP"),
    CAPA(Phase.ANY, "CAPA"),
    QUIT(Phase.ANY, "QUIT");

    enum Phase {
        AUTHORIZATION,
        TRANSACTION,
        ANY
    }

    final Phase phase;
    final String usage;

    Pop3Verb(Phase phase, String usage) {
        this.phase = phase;
        this.usage = usage;
    }

    /** Keywords have no case (RFC 1939 §3). */
    static Optional<Pop3Verb> of(String keyword) {
        String wanted = Ascii.upper(keyword);
        return Arrays.stream(values())
                .filter(verb -> verb.name().equals(wanted))
                .findFirst();
    }

    boolean fits(Phase now) {
        return phase == Phase.ANY || phase == now;
    }

    static List<String> usableIn(Phase now) {
        return Arrays.stream(values())
                .filter(verb -> verb.fits(now))
                .map(Pop3Verb::name)
                .toList();
    }
}
