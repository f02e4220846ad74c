package org.maillon.kernel;

import java.time.Duration;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}. */
public final class Durations {
    /** A hundred years: whatever is reckoned with it, in nanoseconds too, overflows nowhere. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    public static Duration parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        try {
            long amount = Long.parseLong(text.substring(0, digits));
            Duration duration = switch (text.substring(digits)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> throw bad(text);
            };
            if (duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("'" + text + "' is too long; at most " + format(LONGEST));
            }
            return duration;
        } catch (ArithmeticException | NumberFormatException _) {
            throw bad(text);
        }
    }

    /** The largest unit that says it exactly: {@code 90s}, {@code 5m}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        } else if (millis != 0 && millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        } else if (millis != 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        } else if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis / 1000 + "s";
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a duration; write a whole number with ms, s, m, h or d, such as 5m");
    }
}
