package org.maillon.filter.clamd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClamdAnswerTest {
    private static ClamdAnswer parse(String said) {
        byte[] octets = said.translateEscapes().getBytes(StandardCharsets.UTF_8);
        return ClamdAnswer.parse(octets, octets.length);
    }

    @ParameterizedTest
    @CsvSource({
        "stream: OK, Clean",
        "OK, Clean",
        "stream: Eicar-Test-Signature FOUND, Found",
        "stream:  FOUND, Trouble",
        "INSTREAM size limit exceeded. ERROR, TooLarge",
        "stream: NOT OK, Trouble",
        "'', Trouble",
    })
    void isOneOfFourThings(String said, String kind) {
        assertThat(parse(said).getClass().getSimpleName()).isEqualTo(kind);
    }

    /** What stood behind OK was overlooked as if it were white space. */
    @ParameterizedTest
    @CsvSource({"OK\\0\\0", "stream: OK\\n", "\\tOK", "stream: Eicar FOUND\\r", "stream: A\\1B FOUND"})
    void nothingIsUnderstoodBetweenControlCharacters(String said) {
        assertThat(parse(said))
                .isInstanceOfSatisfying(
                        ClamdAnswer.Trouble.class,
                        trouble -> assertThat(trouble.why().chars().noneMatch(Character::isISOControl))
                                .isTrue());
    }
}
