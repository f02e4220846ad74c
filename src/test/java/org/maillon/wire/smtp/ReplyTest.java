package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
    private static Reply reply(List<String> lines) {
        return new Reply(550, Optional.of(new EnhancedStatus(5, 7, 1)), lines);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "4, false"})
    void isShortenedBeyondSoManyLines(int lines, boolean whole) {
        Reply said = reply(Collections.nCopies(lines, "no"));

        Reply kept = said.shortened(3, 100);

        assertThat(kept.equals(said)).isEqualTo(whole);
        assertThat(kept.lines()).hasSize(Math.min(lines, 3));
        assertThat(kept.toString()).startsWith("550 5.7.1 no / no");
    }

    @ParameterizedTest
    @CsvSource({"9, 550 5.7.1 123456789", "10, 550 5.7.1 1234567890", "11, 550 5.7.1 1234567890..."})
    void isShortenedBeyondSoManyCharacters(int length, String kept) {
        assertThat(reply(List.of("12345678901".substring(0, length))).shortened(3, 10))
                .hasToString(kept);
    }

    @Test
    void countsTheCharactersOfAllLinesTogether() {
        assertThat(reply(List.of("1234", "5678", "90ab", "cd")).shortened(9, 10))
                .hasToString("550 5.7.1 1234 / 5678 / 90...");
    }

    @Test
    void isNotCutWithinALetter() {
        assertThat(reply(List.of("ab\uD83D\uDE00")).shortened(3, 3).lines()).containsExactly("ab...");
    }

    @Test
    void keepsItsCodesWhereNothingElseFits() {
        assertThat(reply(List.of("no such user", "at all")).shortened(1, 0)).hasToString("550 5.7.1 ...");
    }
}
