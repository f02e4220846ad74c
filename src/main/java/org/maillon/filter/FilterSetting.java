package org.maillon.filter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** One {@code [[filter]]}: a program beside us that looks at messages before they are taken. */
public record FilterSetting(
        @Setting(value = "", doc = "What traces and lists call it. Empty: as its kind.")
        String name,

        @Setting(
                value = "milter",
                doc = "What it speaks: milter (protocol version 6), rspamd (HTTP, /checkv2) or clamd (INSTREAM).")
        Kind kind,

        @Setting(value = "", doc = "Where it listens: tcp://127.0.0.1:11332 or unix:///run/clamav/clamd.ctl.")
        String address,

        @Setting(
                value = "100",
                max = 10_000,
                doc = "The lower it is, the earlier it has its say; of two that are equal, the first in the file.")
        int order,

        @Setting(value = "", doc = "Servers of ours whose mail it sees; empty: all.")
        List<String> servers,

        @Setting(value = "", doc = "Roles of the listeners whose mail it sees, mx or submission; empty: all.")
        List<Role> roles,

        @Setting(
                value = "both",
                doc = "Whose mail it sees: in (from other servers), out (from who has logged in or may relay) or both.")
        Direction direction,

        @Setting(
                value = "tempfail",
                doc =
                        "What becomes of a message while it is down, late, or answers nonsense: tempfail (the client is asked to"
                                + " come again) or accept (the message goes on unseen).")
        WhenDown whenDown,

        @Setting(
                value = "reject",
                doc =
                        "What its refusal at the end of a message comes to: reject (the client hears it), quarantine or junk.")
        OnRefusal onRefusal,

        @Setting(value = "5s", min = 1, max = 300, doc = "How long it may take to take a connection.")
        Duration connectTimeout,

        @Setting(value = "30s", min = 1, max = 3600, doc = "How long it may be silent while it is waited for.")
        Duration answerTimeout,

        @Setting(
                value = "60s",
                min = 1,
                max = 3600,
                doc = "How long a message may wait for it in all, the time in which the client sends left out.")
        Duration wholeTimeout,

        @Setting(
                value = "50MiB",
                min = 1024,
                doc = "A larger message is not shown to it, and goes on unseen; its trace says so.")
        ByteSize maxMessageSize,

        @Setting(
                value = "50",
                min = 1,
                max = 10_000,
                doc =
                        "Messages shown to it at one time; one more waits connect-timeout for its turn, then it counts as down.")
        int concurrency,

        @Setting(
                value = "3",
                min = 1,
                max = 1000,
                doc = "So many troubles on end, and for the time rest it counts as down without being asked.")
        int failures,

        @Setting(
                value = "30s",
                min = 1,
                max = 3600,
                doc = "How long it is left alone then; after that one message tries.")
        Duration rest) {
    /** What it speaks. */
    public enum Kind {
        MILTER,
        RSPAMD,
        CLAMD
    }

    /** What a listener is for. */
    public enum Role {
        MX,
        SUBMISSION
    }

    /** Whose mail. */
    public enum Direction {
        BOTH,
        IN,
        OUT
    }

    /** What becomes of mail while it is down. */
    public enum WhenDown {
        TEMPFAIL,
        ACCEPT
    }

    /** What a refusal comes to. */
    public enum OnRefusal {
        REJECT,
        QUARANTINE,
        JUNK
    }

    /** As people know it. */
    public String title() {
        return name.isEmpty() ? kind.name().toLowerCase(Locale.ROOT) : name;
    }

    /** @param outgoing whether it comes from who has logged in or may relay */
    public boolean sees(String server, Role role, boolean outgoing) {
        boolean way = switch (direction) {
            case BOTH -> true;
            case IN -> !outgoing;
            case OUT -> outgoing;
        };
        return way && (servers.isEmpty() || servers.contains(server)) && (roles.isEmpty() || roles.contains(role));
    }
}
