package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** ORCPT: RFC 3461 §4.2, RFC 6533 §3. */
class OriginalRecipientTest {
    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rfc822;ada@example.org       | rfc822;ada@example.org   | RFC 3461 §4.2",
                "RFC822;ada@example.org       | RFC822;ada@example.org   | RFC 3461 §5.2.1 d: its case is kept",
                "rfc822;a+2Bb+3Dc@example.org | rfc822;a+b=c@example.org | RFC 3461 §4: hexchar",
                "x400;/C+3Dfr/                | x400;/C=fr/              | RFC 3461 §4.2: any type",
                "utf-8;\\x{7528}@example.org  | utf-8;用@example.org      | RFC 6533 §3: utf-8-addr-xtext",
                "UTF-8;用\\x{2B}@example.org   | UTF-8;用+@example.org     | RFC 6533 §3: utf-8-addr-unitext",
                "utf-8;用@example.org          | utf-8;用@example.org      | RFC 6533 §3: utf-8-address",
                "utf-8;\\x{f6}@example.org    | utf-8;ö@example.org      | hex of any case",
                "utf-8;\\x{1F600}@example.org | utf-8;😀@example.org      | five digits",
                "utf-8;\\x{10FFFD}@e.example  | utf-8;\uDBFF\uDFFD@e.example | six digits",
                "utf-8;a\\x{5C}\\x{20}@e.example | utf-8;a\\ @e.example  | a backslash and a space",
            })
    void readsEachForm(String given, String decoded, String why) {
        assertThat(OriginalRecipient.decode(given)).as(why).contains(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                ";ada@example.org",
                "rfc822;",
                "rfc 822;a@b.example",
                "rfc822;a b@c.example",
                "rfc822;a=b@c.example",
                "rfc822;a+2b@c.example",
                "rfc822;a+2@",
                "rfc822;a+0D+0AX@c.example",
                "rfc822;用@example.org",
                "utf-8;a+2B@c.example",
                "utf-8;a=b@c.example",
                "utf-8;\\@c.example",
                "utf-8;\\x{}@c.example",
                "utf-8;\\x{F6",
                "utf-8;\\x{0F6}@c.example",
                "utf-8;\\x{41}@c.example",
                "utf-8;\\x{A}@c.example",
                "utf-8;\\x{0A}@c.example",
                "utf-8;\\x{7F}@c.example",
                "utf-8;\\x{85}@c.example",
                "utf-8;\\x{D800}@c.example",
                "utf-8;\\x{110000}@c.example",
                "utf-8;\\x{00000F6}@c.example",
                "utf-8;\\x{+6}@c.example",
            })
    void refusesWhatIsNotOfTheGrammarOrHidesAControlCharacter(String given) {
        assertThat(OriginalRecipient.decode(given)).isEmpty();
    }

    /** Rows of the first version hold the decoded form. */
    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "rfc822;ada@example.org, rfc822;ada@example.org",
        "rfc822;a b@example.org, rfc822;a+20b@example.org",
        "rfc822;a=b@example.org, rfc822;a+3Db@example.org",
        "rfc822;a+b@example.org, rfc822;a+2Bb@example.org",
        "ada@example.org, rfc822;ada@example.org",
        "utf-8;d\u00f6rte@example.org, utf-8;d\\x{F6}rte@example.org",
        "rfc822;d\u00f6rte@example.org, utf-8;d\\x{F6}rte@example.org",
        "utf-8;a\\b+c@example.org, utf-8;a\\x{5C}b\\x{2B}c@example.org",
        "utf-8;\ud83d\ude00@example.org, utf-8;\\x{1F600}@example.org",
    })
    void writesSevenBitsWhereNoMoreIsAdmitted(String original, String written) {
        assertThat(OriginalRecipient.written(original, false)).isEqualTo(written);
        assertThat(OriginalRecipient.decode(written)).isPresent();
    }

    @Test
    void whatItMakesItReads() {
        for (String local : new String[] {"ada", "a+b", "a=b", "用", "a\\b", "d\u00f6rte+x"}) {
            Address address = new Address(local, new Domain.Name("example.org"));
            String type = address.needsUtf8() ? "utf-8;" : "rfc822;";
            assertThat(OriginalRecipient.decode(OriginalRecipient.of(address))).isEqualTo(Optional.of(type + address));
        }
    }
}
