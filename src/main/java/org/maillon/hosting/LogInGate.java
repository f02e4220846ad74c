package org.maillon.hosting;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    /**
     * How somebody may try at an address that is blocked for what others failed there.
     *
     * @param lets whether the password is to be looked at: whoever is not let must notice no difference
     * @param asked when, by a clock that nobody sets
     */
    record Narrow(boolean lets, Instant asked) {}

    /** Behind {@link #mayTry}, once for each password, proof or token; empty where the address is not blocked so. */
    default Optional<Narrow> narrow(InetAddress address, String login) {
        return Optional.empty();
    }

    /** What all read whom a narrow door does not let in; waits until it is time to say so. */
    default Refused refused(InetAddress address, String login, Narrow narrow) {
        throw new IllegalStateException("no door of this gate is narrow");
    }

    void failed(InetAddress address, String login);

    void succeeded(InetAddress address, String login);
}
