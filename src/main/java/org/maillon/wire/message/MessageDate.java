package org.maillon.wire.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The date-time of RFC 5322 §3.3, in UTC: {@code Mon, 23 Nov 2026 13:05:02 +0000}. */
public final class MessageDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private MessageDate() {}

    public static String format(Instant at) {
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(31)
                .append(DAYS[utc.getDayOfWeek().getValue() - 1])
                .append(", ")
                .append(utc.getDayOfMonth())
                .append(' ')
                .append(MONTHS[utc.getMonthValue() - 1])
                .append(' ');
        if (utc.getYear() < 1000) {
            text.append(
                    "0".repeat(4 - Integer.toString(utc.getYear()).length())); // a clock gone wrong still makes 4DIGIT
        }
        text.append(utc.getYear()).append(' ');
        two(text, utc.getHour()).append(':');
        two(text, utc.getMinute()).append(':');
        return two(text, utc.getSecond()).append(" +0000").toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
