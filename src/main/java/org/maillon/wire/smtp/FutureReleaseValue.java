package org.maillon.wire.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The values of HOLDFOR and HOLDUNTIL (RFC 4865 §4, with erratum 2040: a date-time of RFC 3339 §5.6). */
final class FutureReleaseValue {
    private static final int MOST_DIGITS = 9;
    private static final int TO_SECONDS = "2030-12-24T08:00:00".length();
    private static final int OFFSET = "+01:00".length();

    private FutureReleaseValue() {}

    /** future-release-integer = 1*9DIGIT; to hold for no time is to hold not at all. */
    static Optional<FutureRelease> holdFor(String value) {
        if (value.length() > MOST_DIGITS || !CommandParser.isNumber(value)) {
            return Optional.empty();
        }
        long seconds = CommandParser.number(value);
        return seconds == 0 ? Optional.empty() : Optional.of(new FutureRelease.After(Duration.ofSeconds(seconds)));
    }

    /** date-time = full-date "T" partial-time time-offset */
    static Optional<FutureRelease> holdUntil(String value) {
        if (value.length() <= TO_SECONDS || !isShaped(value)) {
            return Optional.empty();
        }
        int zone = fractionEnd(value);
        Optional<ZoneOffset> offset = offset(value.substring(zone));
        try {
            // RFC 3339 §5.7: a leap second is the second before it, for one who only waits for it
            int second = Math.min(number(value, 17), 59);
            var local = LocalDateTime.of(
                    number(value, 0) * 100 + number(value, 2),
                    number(value, 5),
                    number(value, 8),
                    number(value, 11),
                    number(value, 14),
                    second);
            return number(value, 17) > 60 ? Optional.empty() : offset.map(it -> at(local.toInstant(it)));
        } catch (DateTimeException _) {
            return Optional.empty(); // the thirtieth of February
        }
    }

    private static FutureRelease at(Instant moment) {
        return new FutureRelease.At(moment);
    }

    private static boolean isShaped(String value) {
        for (int i = 0; i < TO_SECONDS; i++) {
            char c = value.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T' || c == 't';
                case 13, 16 -> c == ':';
                default -> c >= '0' && c <= '9';
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** time-secfrac = "." 1*DIGIT; fractions are left out. */
    private static int fractionEnd(String value) {
        int at = TO_SECONDS;
        if (value.charAt(at) != '.') {
            return at;
        }
        at++;
        while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
            at++;
        }
        return at == TO_SECONDS + 1 ? TO_SECONDS : at; // a dot alone: no offset begins with it
    }

    /** time-offset = "Z" / ("+" / "-") time-hour ":" time-minute */
    private static Optional<ZoneOffset> offset(String text) {
        if (text.equals("Z") || text.equals("z")) {
            return Optional.of(ZoneOffset.UTC);
        }
        boolean shaped = text.length() == OFFSET
                && (text.charAt(0) == '+' || text.charAt(0) == '-')
                && text.charAt(3) == ':'
                && CommandParser.isNumber(text.substring(1, 3) + text.substring(4));
        if (!shaped) {
            return Optional.empty();
        }
        int minutes = number(text, 1) * 60 + number(text, 4);
        boolean fits = number(text, 1) < 24 && number(text, 4) < 60 && minutes <= ZoneOffset.MAX.getTotalSeconds() / 60;
        return fits
                ? Optional.of(ZoneOffset.ofTotalSeconds((text.charAt(0) == '-' ? -60 : 60) * minutes))
                : Optional.empty();
    }

    /** Two digits. */
    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
