package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    /** RFC 4013 §3 in its order, then the rules one by one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "I\u00ADX|IX",
                "user|user",
                "USER|USER",
                "\u00AA|a",
                "\u2168|IX",
                "a\u00A0b|a b",
                "a\u3000b|a b",
                "a\u200Bb|a b",
                "a\u200Db|ab",
                "a\uFEFFb|ab",
                "e\u0301|\u00E9",
                "\u0627\u0628|\u0627\u0628",
                "\u0627 1\u0628|\u0627 1\u0628",
                "\uD83D\uDE00|\uD83D\uDE00",
            })
    void prepares(String given, String prepared) {
        assertThat(SaslPrep.prepare(given)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "a\u007F",
                "a\u0085",
                "\u06DD",
                "\u070F",
                "\u2028",
                "\u2062",
                "\u206A",
                "\uFFFD",
                "\uE000",
                "\uDBFF\uDFFF",
                "\uFDD0",
                "\uFFFE",
                "\uD800",
                "\u2FF0",
                "\u200E",
                "\u202E",
                "\uDB40\uDC01",
                "\uDB40\uDC41",
                "\u06271",
                "\u0627a\u0628",
                "1\u0627"
            })
    void refusesWhatMayNotStandThere(String given) {
        assertThat(SaslPrep.prepare(given)).isEmpty();
    }
}
