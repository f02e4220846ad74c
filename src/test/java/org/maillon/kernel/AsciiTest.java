package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "mail from, MAIL FROM, mail from",
        "MAIL, MAIL, mail",
        "bDaT, BDAT, bdat",
        "'@[`{', '@[`{', '@[`{'", // the neighbours of A, Z, a and z
        "azAZ09, AZAZ09, azaz09",
        "ıſéÉ, ıſéÉ, ıſéÉ"
    })
    void onlyTheLettersOfAsciiChange(String text, String upper, String lower) {
        assertThat(Ascii.upper(text)).isEqualTo(upper);
        assertThat(Ascii.lower(text)).isEqualTo(lower);
    }

    @Test
    void whatIsSoAlreadyIsNotCopied() {
        String text = "example.org";
        assertThat(Ascii.lower(text)).isSameAs(text);
    }
}
