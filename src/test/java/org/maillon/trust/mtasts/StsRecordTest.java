package org.maillon.trust.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsRecordTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            v=STSv1; id=20160831085700Z;           | 20160831085700Z | RFC 8461 §3.1, the example
            v=STSv1;id=1                           | 1               | without blanks or a last semicolon
            v=STSv1 ; id=abc ; more=x              | abc             | an extension
            v=STSv1; more=x; id=abc                | abc             | an extension first
            v=STSv1; id=abcdefghijklmnopqrstuvwxyz012345  | abcdefghijklmnopqrstuvwxyz012345 | 32 characters
            v=STSv1; id=abcdefghijklmnopqrstuvwxyz0123456 |          | 33 characters
            v=STSv1; id=                           |                 | an empty id
            v=STSv1; id=a-b                        |                 | a hyphen in it
            v=STSv1                                |                 | no id
            v=STSv1;; id=a                         |                 | an empty field
            v=STSv2; id=a                          |                 | another version
            V=STSv1; id=a                          |                 | the version has a case
            id=a; v=STSv1                          |                 | the version comes first
            v=STSv1; ID=a                          |                 | the field's name has a case
            """)
    void readsTheIdOfARecordThatKeepsToTheGrammar(String text, String id, String why) {
        assertThat(StsRecord.among(List.of(text)))
                .as(why)
                .isEqualTo(Optional.ofNullable(id).map(StsRecord::new));
    }

    @Test
    void otherTextsArePassedOver() {
        assertThat(StsRecord.among(List.of("google-site-verification=x", "v=STSv1; id=1")))
                .contains(new StsRecord("1"));
        assertThat(StsRecord.among(List.of("v=STSv11; id=1"))).isEmpty();
        assertThat(StsRecord.among(List.of())).isEmpty();
    }

    @Test
    void twoRecordsAreNone() { // RFC 8461 §3.1
        assertThat(StsRecord.among(List.of("v=STSv1; id=1", "v=STSv1; id=2"))).isEmpty();
    }
}
