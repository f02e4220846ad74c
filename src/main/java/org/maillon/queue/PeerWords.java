package org.maillon.queue;

import java.util.List;
import java.util.Set;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.OwnWords;
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
        boolean less = false;
        for (Result result : results) {
            switch (result) {
                case Result.Delivered _, Result.Expanded _, Result.Failed _ -> works = true;
                case Result.Deferred(var failure) -> {
                    if (saysTooMuch(failure.reply())) {
                        if (!isOfOneMessage(failure)) {
                            return Scheduler.Health.BUSY;
                        }
                        less = true;
                    }
                    down |= failure.destinationDown();
                }
            }
        }
        if (less) {
            return Scheduler.Health.LESS;
        }
        return works ? Scheduler.Health.WORKS : down ? Scheduler.Health.DOWN : Scheduler.Health.UNCLEAR;
    }

    /**
     * It closed the connection over a message that it had begun to take: perhaps because of what is in it, and no sender's
     * content may give all others a rest.
     */
    private static boolean isOfOneMessage(Result.Failure failure) {
        return failure.reply().code() == 421 && !failure.destinationDown();
    }

    /** Whether a server asks us to do less, rather than refuse this message. */
    static boolean saysTooMuch(Reply reply) {
        if (reply.code() / 100 != 4) {
            return false;
        }
        return reply.code() == 421 // RFC 5321 §3.8: it closes the connection
                || reply.status().map(TOO_MUCH::contains).orElse(false)
                || saysSo(OwnWords.of(reply)); // an address that it echoes may hold any of them
    }

    private static boolean saysSo(String text) {
        return WORDS.stream().anyMatch(text::contains);
    }
}
