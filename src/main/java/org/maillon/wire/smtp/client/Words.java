package org.maillon.wire.smtp.client;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A line of EHLO's answer as words. */
final class Words {
    private static final int MOST_DIGITS = 18;

    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>(4);
        int at = 0;
        while (at < line.length()) {
            int space = line.indexOf(' ', at);
            int end = space < 0 ? line.length() : space;
            if (end > at) {
                words.add(line.substring(at, end));
            }
            at = end + 1;
        }
        return words;
    }

    /** Digits alone, as a number that fits a {@code long}. */
    static OptionalLong number(String word) {
        if (word.isEmpty() || word.length() > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return OptionalLong.of(value);
    }
}
