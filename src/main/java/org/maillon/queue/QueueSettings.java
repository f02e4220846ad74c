package org.maillon.queue;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;
import org.maillon.wire.report.Language;

/** The queue's bounds and its patience: the table {@code [queue]}. */
public record QueueSettings(
        @Setting(value = "2000", doc = "Delivery attempts at the same time, in all.", min = 1, max = 1_000_000)
        int attempts,

        @Setting(
                value = "1000",
                doc =
                        "Delivery attempts at the same time for one server, so that one server's slow peers leave room for the others.",
                min = 1,
                max = 1_000_000)
        int attemptsPerServer,

        @Setting(
                value = "5",
                doc = "Attempts at the same time to a destination nothing is known of yet.",
                min = 1,
                max = 10_000)
        int destinationStart,

        @Setting(
                value = "20",
                doc = "Attempts at the same time to one destination, once it has shown that it takes them.",
                min = 1,
                max = 10_000)
        int destinationMost,

        @Setting(
                value = "",
                doc = "Messages per time to one destination, evenly spread, such as 100/1m or 1/5s; empty: no bound."
                        + " [[site]] sets it for some.")
        String destinationRate,

        @Setting(
                value = "80",
                doc =
                        "How many of a server's attempts, in percent, may be with destinations that have not answered since they"
                                + " became known, or since they were down: the others stay free for those that do.",
                min = 1,
                max = 100)
        int unprovenShare,

        @Setting(
                value = "200",
                doc = "Attempts at the same time that ask DNS to which mail servers a destination belongs.",
                min = 1,
                max = 10_000)
        int findings,

        @Setting(
                value = "20000",
                doc =
                        "Destinations whose mail servers, concurrency and rest are remembered while nothing is tried there;"
                                + " beyond, they are found anew.",
                max = 10_000_000)
        int sitesRemembered,

        @Setting(value = "10m", doc = "How long it is remembered what a destination takes, with no message for it.")
        Duration sitesFor,

        @Setting(value = "64", doc = "Deliveries into mailboxes here at the same time.", min = 1, max = 10_000)
        int localMost,

        @Setting(
                value = "10000",
                doc =
                        "Recipients of one message in one attempt: in as few transactions on one connection as the server takes"
                                + " (RFC 5321 §4.5.3.1.8, RFC 9422).",
                min = 1,
                max = 100_000)
        int recipientsPerAttempt,

        @Setting(
                value = "1m,5m,15m,30m,1h,2h,4h",
                doc = "The waits after the first, second, … failed attempt; the last one repeats (RFC 5321 §4.5.4.1).")
        List<Duration> retryAfter,

        @Setting(
                value = "10",
                doc =
                        "By how much, in percent at most, each wait is longer than that, at random: what failed together does not"
                                + " come back together.",
                max = 100)
        int retryJitter,

        @Setting(
                value = "5d",
                doc = "How long a message is tried before it goes back to its sender (RFC 5321 §4.5.4.1).",
                min = 1)
        Duration expireAfter,

        @Setting(
                value = "4h",
                doc =
                        "When a sender is told that a message still waits (RFC 3461 §5.2.5), counted from its arrival; several"
                                + " times tell several times, none never.")
        List<Duration> delayNoticeAfter,

        @Setting(
                value = "en",
                doc = "The language of notices, en or fr, to senders whose domain is not hosted here or has none set.")
        Language noticeLanguage,

        @Setting(
                value = "30s",
                doc = "The first rest of a destination that is down; each further one is twice as long.",
                min = 1)
        Duration restFirst,

        @Setting(value = "30m", doc = "The longest rest of a destination that is down.", min = 1)
        Duration restMost,

        @Setting(
                value = "10",
                doc = "Aliases and forwards in a row before a message counts as going round in circles.",
                min = 1,
                max = 100)
        int expansions,

        @Setting(
                value = "32MiB",
                doc = "Memory for messages just taken, so that their first attempt reads nothing back.")
        ByteSize recentMemory,

        @Setting(
                value = "64KiB",
                doc =
                        "The largest message that a failure notice returns whole where its sender asked for it (RFC 3461 §4.3); of larger ones it returns the headers.",
                max = 64L << 20)
        ByteSize returnedMost,

        @Setting(value = "30d", doc = "How long the story of a message is kept.", min = 86_400)
        Duration traceFor,

        @Setting(
                value = "30d",
                doc =
                        "How long a message lies in quarantine before it is dropped, which its story tells; looked at once an hour.",
                min = 3600)
        Duration quarantineFor,

        @Setting(
                value = "1GiB",
                doc =
                        "How large all messages in quarantine may be together, 256 octets counted for each recipient, before the oldest are"
                                + " dropped; looked at once an hour.",
                min = 1 << 20)
        ByteSize quarantineSize,

        @Setting(
                value = "20",
                doc = "Refusals at MAIL or RCPT written to the trace, per second; those beyond are only counted.",
                max = 100_000)
        int refusalsPerSecond,

        @Setting(value = "30s", doc = "How long a stop waits for running attempts.", max = 3600)
        Duration closeWithin) {
    private static final int MOST_DELAY_NOTICES = 20;

    public QueueSettings {
        retryAfter = List.copyOf(retryAfter);
        if (retryAfter.isEmpty()) {
            throw new IllegalArgumentException("retry-after needs one wait or more, such as 1m, 5m, 30m");
        }
        for (Duration wait : retryAfter) {
            if (wait.toMillis() < 1000) {
                throw new IllegalArgumentException(
                        "retry-after takes waits of a second or more, not " + wait.toMillis() + "ms");
            }
        }
        var _ = Rate.parse(destinationRate);
        delayNoticeAfter = checked(List.copyOf(delayNoticeAfter));
        if (destinationStart > destinationMost) {
            throw new IllegalArgumentException("destination-start must not be above destination-most");
        }
    }

    /** Attempts of one server that may be with destinations which have not proven that they answer. */
    int unprovenMost() {
        return (int) Math.ceilDiv((long) Math.min(attempts, attemptsPerServer) * unprovenShare, 100);
    }

    /** The longest wait there may be, jitter and all. */
    Duration longestWait() {
        Duration longest = retryAfter.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return longest.plus(longest.multipliedBy(retryJitter).dividedBy(100));
    }

    /** The wait after failed attempt {@code number}, with its jitter. */
    Duration waitAfter(int number, RandomGenerator entropy) {
        Duration wait = waitAfter(number);
        long most = wait.toMillis() * retryJitter / 100;
        return wait.plusMillis(most == 0 ? 0 : entropy.nextLong(most + 1));
    }

    private static List<Duration> checked(List<Duration> delays) {
        if (delays.size() > MOST_DELAY_NOTICES) {
            throw new IllegalArgumentException("delay-notice-after takes at most " + MOST_DELAY_NOTICES + " times");
        }
        Duration before = Duration.ZERO;
        for (Duration delay : delays) {
            if (delay.compareTo(before) <= 0) {
                throw new IllegalArgumentException("delay-notice-after wants times that rise, such as 4h, 1d, 3d");
            }
            before = delay;
        }
        return delays;
    }

    /** How many of the times to tell of a delay are over for a message that is {@code millis} old. */
    int delaysBy(long millis) {
        int passed = 0;
        while (passed < delayNoticeAfter.size() && delayNoticeAfter.get(passed).toMillis() <= millis) {
            passed++;
        }
        return passed;
    }

    /** How long to wait after failed attempt {@code number} (1 for the first). */
    Duration waitAfter(int number) {
        return retryAfter.get(Math.min(number, retryAfter.size()) - 1);
    }
}
