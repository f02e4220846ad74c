package org.maillon.hosting;

import java.net.InetAddress;
import java.time.Duration;
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

    void failed(InetAddress address, String login);

    void succeeded(InetAddress address, String login);
}
