package org.maillon.submit.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.maillon.wire.smtp.Reply;

/** What those hear who have sent enough for now. */
final class LimitReplies {
    private LimitReplies() {}

    static Reply account(Ledger.Full full, Instant now) {
        return Reply.of(
                450,
                "4.7.1",
                "Your account has sent " + full.most() + " messages in "
                        + (full.time().equals("hour") ? "an " : "a ") + full.time()
                        + ", which is all it may; the next is taken " + when(full.again(), now));
    }

    static Reply address(int most, Instant again, Instant now) {
        return Reply.of(
                450,
                "4.7.1",
                "Your address has begun " + most + " messages in a minute, which is all it may; the next is taken "
                        + when(again, now));
    }

    private static String when(Instant again, Instant now) {
        Instant whole = again.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        long seconds = Math.max(1, Duration.between(now, whole).toSeconds());
        return "in " + seconds + " seconds, at " + whole;
    }
}
