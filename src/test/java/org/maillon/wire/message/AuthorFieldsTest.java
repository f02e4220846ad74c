package org.maillon.wire.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322 §3.4, §4.4. */
class AuthorFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " a@example.com|example.com",
                " \"ceo@bank.example\" <a@example.com>|example.com",
                " ceo@bank.example <a@example.com>|example.com",
                " (ceo@bank.example) a@example.com (or \\) so)|example.com",
                " a@example.com, B <b@Example.NET>|example.com example.net",
                " Team: a@one.example, b@two.example;|one.example two.example",
                " \"a@b\"@example.com|example.com",
                " <@relay.example,@other.example:a@example.com>|example.com",
                " Doe, John <a@example.com>|example.com",
                " a@bücher.example|xn--bcher-kva.example",
                " a @ example . com|example.com",
                " =?utf-8?Q?x=40y?= <a@example.com>|example.com",
                " \"unclosed\\\" <x@y>\" <a@example.com>|example.com"
            })
    void findsTheAuthorsDomains(String from, String domains) {
        assertThat(AuthorFields.domains(from.getBytes(UTF_8))).containsExactly(domains.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " nobody",
                " <>",
                " @example.com",
                " a@",
                " a@-.example",
                " <a@example.com",
                " a@example.com>",
                " <a@example.com> <b@example.net>",
                " <a@example.com> b@example.net",
                " <a@example.com> \"b@example.net\"",
                " \"open <a@example.com>",
                " (open a@example.com",
                " a@[192.0.2.1]",
                " a@example.com, b@",
                " a@exam\0ple.com"
            })
    void readsNothingFromWhatIsNotClear(String from) {
        assertThat(AuthorFields.domains(from.getBytes(UTF_8))).isEmpty();
    }
}
