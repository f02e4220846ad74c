package org.maillon.queue;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.maillon.kernel.Durations;

/**
 * Messages per time, as {@code 100/1m}; evenly spread, so that no minute sees more than the number.
 *
 * @param per zero: no bound
 */
record Rate(int messages, Duration per) {
    static final Rate UNLIMITED = new Rate(0, Duration.ZERO);

    private static final Map<String, String> WORDS =
            Map.of("sec", "s", "second", "s", "min", "m", "minute", "m", "hr", "h", "hour", "h", "day", "d");

    /** {@code 100/1m}, {@code 100/min}, {@code 1/5s}; the empty text: no bound. */
    static Rate parse(String text) {
        if (text.isEmpty()) {
            return UNLIMITED;
        }
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw bad(text);
        }
        try {
            int messages = Integer.parseInt(text.substring(0, slash).strip());
            Duration per = per(text.substring(slash + 1).strip().toLowerCase(Locale.ROOT));
            if (messages < 1 || per.toMillis() < 1 || per.compareTo(Duration.ofDays(1)) > 0) {
                throw bad(text);
            }
            return new Rate(messages, per);
        } catch (IllegalArgumentException _) {
            throw bad(text);
        }
    }

    private static Duration per(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        String unit = text.substring(digits).strip();
        return Durations.parse((digits == 0 ? "1" : text.substring(0, digits)) + WORDS.getOrDefault(unit, unit));
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no rate; write messages per time up to a day, such as 100/1m, 5/s or 1/30s");
    }

    boolean isUnlimited() {
        return messages == 0;
    }

    long spacingMicros() {
        return Math.max(1, per.toNanos() / 1000 / messages);
    }

    @Override
    public String toString() {
        return isUnlimited() ? "unlimited" : messages + "/" + Durations.format(per);
    }
}
