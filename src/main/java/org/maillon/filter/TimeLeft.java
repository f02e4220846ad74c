package org.maillon.filter;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long a link may still be waited for with one message. Only the time in which it is waited for counts: a client that
 * takes an hour to send its message costs the link nothing. One thread.
 */
public final class TimeLeft {
    private final InstantSource clock;
    private final FilterSetting setting;
    private Duration left;
    private Instant began = Instant.MAX;

    public TimeLeft(InstantSource clock, FilterSetting setting) {
        this.clock = clock;
        this.setting = setting;
        this.left = setting.wholeTimeout();
    }

    /** It is waited for from now on, until {@link #stop}. */
    public void start() {
        began = clock.instant();
    }

    public void stop() {
        if (began.isBefore(Instant.MAX)) {
            left = left.minus(Duration.between(began, clock.instant()));
            began = Instant.MAX;
        }
    }

    /** For one wait for a connection. */
    public Duration toConnect() throws SocketTimeoutException {
        return atMost(setting.connectTimeout());
    }

    /** For one wait for an answer, or for octets to be taken. */
    public Duration toAnswer() throws SocketTimeoutException {
        return atMost(setting.answerTimeout());
    }

    private Duration atMost(Duration one) throws SocketTimeoutException {
        Duration now = began.isBefore(Instant.MAX) ? left.minus(Duration.between(began, clock.instant())) : left;
        if (now.toMillis() <= 0) {
            throw new SocketTimeoutException(
                    "it has had " + setting.wholeTimeout().toSeconds() + " s (whole-timeout) for this message");
        }
        return now.compareTo(one) < 0 ? now : one;
    }
}
