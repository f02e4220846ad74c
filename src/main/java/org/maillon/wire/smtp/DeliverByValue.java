package org.maillon.wire.smtp;

import java.time.Duration;
import java.util.Optional;
import org.maillon.wire.smtp.DeliverBy.Mode;

/** by-value = by-time ";" by-mode [by-trace] (RFC 2852 §4). */
final class DeliverByValue {
    private static final int MOST_DIGITS = 9;

    private DeliverByValue() {}

    static Optional<DeliverBy> read(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 1) {
            return Optional.empty();
        }
        Optional<Duration> within = time(value.substring(0, semicolon));
        return within.flatMap(time -> mode(value.substring(semicolon + 1), time));
    }

    /** by-time = ["-" / "+"] 1*9DIGIT */
    private static Optional<Duration> time(String text) {
        char first = text.charAt(0);
        String digits = first == '-' || first == '+' ? text.substring(1) : text;
        if (digits.length() > MOST_DIGITS || !CommandParser.isNumber(digits)) {
            return Optional.empty();
        }
        long seconds = CommandParser.number(digits);
        return Optional.of(Duration.ofSeconds(first == '-' ? -seconds : seconds));
    }

    /** by-mode = "N" / "R", by-trace = "T"; what is to go back by a time that is over would do so at once: RFC 2852 §4. */
    private static Optional<DeliverBy> mode(String text, Duration time) {
        if (text.isEmpty() || text.length() > 2) {
            return Optional.empty();
        }
        boolean trace = text.length() == 2;
        if (trace && text.charAt(1) != 'T' && text.charAt(1) != 't') {
            return Optional.empty();
        }
        return switch (text.charAt(0)) {
            case 'N', 'n' -> Optional.of(new DeliverBy(time, Mode.NOTIFY, trace));
            case 'R', 'r' ->
                time.isPositive() ? Optional.of(new DeliverBy(time, Mode.RETURN, trace)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
