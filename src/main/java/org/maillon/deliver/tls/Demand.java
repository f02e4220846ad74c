package org.maillon.deliver.tls;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.maillon.kernel.net.TlsClient;
import org.maillon.kernel.net.TlsSession;
import org.maillon.trust.WebPki;
import org.maillon.trust.WebPki.Verdict;
import org.maillon.trust.dane.DaneJudge;
import org.maillon.trust.dane.DaneLookup;

/** What a session must hold before mail goes over it. Sessions of equal demands may be shared. */
public record Demand(Level level, Proof proof, TlsClient.Version least, TlsClient.Ciphers ciphers) {
    /** TLS where it can be had. */
    public static final Demand WISH =
            new Demand(Level.WISHED, new Proof.Nobodys(), TlsClient.Version.TLS_1_2, TlsClient.Ciphers.USUAL);

    /** How much TLS matters. */
    public enum Level {
        /** It is not even tried. */
        NONE,
        /** Without it, or with proof that does not hold, the mail goes all the same. */
        WISHED,
        /** No mail without. */
        REQUIRED
    }

    /** Who the server must show to be. */
    public sealed interface Proof {
        /** Anybody. */
        record Nobodys() implements Proof {}

        /**
         * One of these hosts, by an authority of the web.
         *
         * @param why what asks for it, for the trace: {@code MTA-STS}
         */
        record ByAuthority(Set<String> hosts, String why) implements Proof {
            public ByAuthority {
                hosts = Set.copyOf(hosts);
            }
        }

        /** The one that signed DNS speaks of. */
        record ByDane(DaneLookup.Found.Records records) implements Proof {}
    }

    /**
     * Whether the proof holds.
     *
     * @param authorities asked for only where they are needed: reading them takes time
     */
    Verdict judge(TlsSession session, Supplier<WebPki> authorities, Instant now) {
        return switch (proof) {
            case Proof.Nobodys() -> new Verdict.Good();
            case Proof.ByAuthority(Set<String> hosts, var _) ->
                authorities.get().judge(session.chain(), hosts, now);
            case Proof.ByDane(var records) -> DaneJudge.judge(records, session.chain(), now);
        };
    }

    /** How a session that fulfils it was verified: {@code verified by DANE}. */
    String howVerified() {
        return switch (proof) {
            case Proof.Nobodys() -> "not verified";
            case Proof.ByAuthority(var _, String why) -> "verified by " + why;
            case Proof.ByDane _ -> "verified by DANE";
        };
    }

    Demand required() {
        return new Demand(Level.REQUIRED, proof, least, ciphers);
    }

    Demand proven(Proof other) {
        return new Demand(level, other, least, ciphers);
    }

    boolean isProven() {
        return level == Level.REQUIRED && !(proof instanceof Proof.Nobodys);
    }
}
