package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says itself, and what it only repeats. */
class OwnWordsTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            Too Many   Connections                          | too many connections | its own
            <throttle@big.example>: later                   | : later              | an address in brackets
            throttle@big.example is busy                    | is busy              | one without them
            "rate limit"@big.example is busy                | is busy              | a quoted local part
            <"a> rate limit"@big.example> is busy           | is busy              | with a bracket in it
            <"a\\" rate limit "@big.example> is busy        | is busy              | with a quote in it
            mail of throttled.example has to wait           | mail of has to wait  | a host's name
            user <rate limit                                | user                 | a bracket that nobody closes
            user "rate limit                                | user                 | a quote that nobody closes
            Slow down. Come back...                         | slow down. come back... | the end of a sentence is no name
            """)
    void leavesOutWhatSomebodyElseMayHaveWritten(String text, String own, String reason) {
        assertThat(OwnWords.of(new Reply(450, Optional.empty(), List.of(text))))
                .as(reason)
                .isEqualTo(own);
    }

    @Test
    void joinsTheLinesOfAReply() {
        assertThat(OwnWords.of(Reply.of(450, "4.7.0", "slow", "down"))).isEqualTo("slow down");
    }
}
