package org.maillon.hosting;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Whoever slows down and blocks those who guess. Asked before a password or token is looked at, and told what came of it.
 * Must answer alike for log-ins that exist and that do not: anything else would tell which do.
 */
public interface LogInGate {
    /** Lets everybody try. */
    LogInGate OPEN = new LogInGate() {
        @Override
        public Optional<Refused> mayTry(InetAddress address, String login) {
            return Optional.empty();
        }

        @Override
        public void failed(InetAddress address, String login) {}

        @Override
        public void succeeded(InetAddress address, String login) {}
    };

    /**
     * @param forTime how long from now
     * @param sentence what the client reads
     */
    record Refused(Duration forTime, String sentence) {}

    /**
     * @param login what was given as the name, folded: an address, or anything at all; empty where a token did not get so
     *     far as to name somebody
     */
    Optional<Refused> mayTry(InetAddress address, String login);

    /** How a password, proof or token is let in to be looked at. Left in any case, whatever comes of it. */
    sealed interface Entry {
        /**
         * As everywhere.
         *
         * @param counted as what the try counts while it is under way: many at once are no more than one after another
         */
        record Open(List<String> counted) implements Entry {}

        /** Not at all. */
        record Shut(Refused refused) implements Entry {}

        /**
         * At an address that is blocked for what others failed there.
         *
         * @param lets whether the password is to be looked at: whoever is not let must notice no difference
         * @param asked when, by a clock that nobody sets
         */
        record Narrow(boolean lets, Instant asked) implements Entry {
            /** For {@link #refused}, where nothing was found out. */
            Narrow withoutFailure() {
                return new Narrow(false, asked);
            }
        }
    }

    /**
     * Behind {@link #mayTry}, once for each password, proof or token; waits where too many are under way. The try
     * counts as failed until {@link #leave}.
     */
    default Entry enter(InetAddress address, String login) {
        return new Entry.Open(List.of());
    }

    /** After {@link #failed} or {@link #succeeded} where one of them is told. */
    default void leave(InetAddress address, String login, Entry entry) {}

    /** Waits until it is known what came of a try behind a narrow door, or until all are refused there. */
    default void await(CountDownLatch known, Entry.Narrow narrow) {
        throw new IllegalStateException("no door of this gate is narrow");
    }

    /** What all read whom a narrow door does not let in; waits until it is time to say so. */
    default Refused refused(InetAddress address, String login, Entry.Narrow narrow) {
        throw new IllegalStateException("no door of this gate is narrow");
    }

    void failed(InetAddress address, String login);

    void succeeded(InetAddress address, String login);
}
