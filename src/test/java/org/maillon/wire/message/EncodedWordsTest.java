package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 2047. */
class EncodedWordsTest {
    @Test
    void asciiStaysAsItIs() {
        assertThat(EncodedWords.of("Delayed: your message")).isEqualTo("Delayed: your message");
    }

    @Test
    void otherLettersAreEncodedInWordsOfAtMost75Characters() {
        assertThat(EncodedWords.of("à bientôt !")).isEqualTo("=?utf-8?Q?=C3=A0_bient=C3=B4t_!?=");

        String many = EncodedWords.of("é😀".repeat(40));
        assertThat(many.split(" "))
                .hasSizeGreaterThan(5)
                .allSatisfy(word -> assertThat(word)
                        .hasSizeLessThanOrEqualTo(75)
                        .startsWith("=?utf-8?Q?")
                        .endsWith("?="));
        assertThat(many.replace("?= =?utf-8?Q?", "").replace("=?utf-8?Q?", "").replace("?=", ""))
                .as("no character is divided between two words")
                .isEqualTo("=C3=A9=F0=9F=98=80".repeat(40));
    }
}
