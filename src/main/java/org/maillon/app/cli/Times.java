package org.maillon.app.cli;

import java.time.Duration;
import java.time.Instant;

/** Times for people: how long ago, how long until. */
final class Times {
    private Times() {}

    static String since(Instant then) {
        return people(Duration.between(then, Instant.now())) + " ago";
    }

    static String until(Instant then) {
        Duration left = Duration.between(Instant.now(), then);
        return left.isPositive() ? "in " + people(left) : "now";
    }

    static String people(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        } else if (seconds < 3600) {
            return seconds / 60 + " min";
        } else if (seconds < 2 * 86_400) {
            return seconds / 3600 + " h";
        }
        return seconds / 86_400 + " days";
    }
}
