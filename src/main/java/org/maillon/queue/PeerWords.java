package org.maillon.queue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/** What attempts say of the server, beside what they say of the message. */
final class PeerWords {
    /** RFC 3463 §3.4, §3.5: the system takes no messages just now; it is congested; too many recipients for now. */
    private static final Set<EnhancedStatus> TOO_MUCH =
            Set.of(new EnhancedStatus(4, 3, 2), new EnhancedStatus(4, 4, 5), new EnhancedStatus(4, 5, 3));

    /** 4.7.x may be greylisting too, which wants a wait and not fewer connections: the words decide. */
    private static final List<String> WORDS = List.of(
            "too many connections",
            "too many concurrent",
            "too many sessions",
            "too many simultaneous",
            "too many messages",
            "too much mail",
            "connection limit",
            "connection rate",
            "rate limit",
            "throttl",
            "slow down");

    private PeerWords() {}

    static Scheduler.Health health(List<Result> results) {
        boolean works = false;
        boolean down = false;
        for (Result result : results) {
            switch (result) {
                case Result.Delivered _, Result.Expanded _, Result.Failed _ -> works = true;
                case Result.Deferred(var failure) -> {
                    if (saysTooMuch(failure.reply())) {
                        return Scheduler.Health.BUSY;
                    }
                    down |= failure.destinationDown();
                }
            }
        }
        return works ? Scheduler.Health.WORKS : down ? Scheduler.Health.DOWN : Scheduler.Health.UNCLEAR;
    }

    /** Whether a server asks us to do less, rather than refuse this message. */
    static boolean saysTooMuch(Reply reply) {
        if (reply.code() / 100 != 4) {
            return false;
        }
        return reply.code() == 421 // RFC 5321 §3.8: it closes the connection
                || reply.status().map(TOO_MUCH::contains).orElse(false)
                || saysSo(String.join(" ", reply.lines()).toLowerCase(Locale.ROOT));
    }

    private static boolean saysSo(String text) {
        return WORDS.stream().anyMatch(text::contains);
    }
}
