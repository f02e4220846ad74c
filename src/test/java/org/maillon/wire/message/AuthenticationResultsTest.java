package org.maillon.wire.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.message.AuthenticationResults.Property;
import org.maillon.wire.message.AuthenticationResults.Result;

/** RFC 8601 §2.2 and appendix B. */
class AuthenticationResultsTest {
    private static AuthenticationResults read(String value) {
        return AuthenticationResults.parse(value.getBytes(UTF_8)).orElseThrow();
    }

    private static String written(AuthenticationResults results) {
        return new String(results.toOctets(), UTF_8);
    }

    @Test
    void writesOneLineForEachMethod() {
        assertThat(written(new AuthenticationResults(
                        "mx.example.org",
                        List.of(
                                Result.of("spf", "pass", new Property("smtp", "mailfrom", "a@example.com")),
                                Result.of("dkim", "fail", new Property("header", "d", "example.com"))
                                        .because("the body was changed"),
                                Result.of("dmarc", "none")))))
                .isEqualTo("Authentication-Results: mx.example.org;\r\n"
                        + "\tspf=pass smtp.mailfrom=a@example.com;\r\n"
                        + "\tdkim=fail\r\n\t reason=\"the body was changed\" header.d=example.com;\r\n"
                        + "\tdmarc=none\r\n");
    }

    @Test
    void saysThatNothingWasAsked() {
        var nothing = new AuthenticationResults("mx.example.org", List.of());
        assertThat(written(nothing)).isEqualTo("Authentication-Results: mx.example.org; none\r\n");
        assertThat(read(" mx.example.org; none")).isEqualTo(nothing);
    }

    @Test
    void aStrangersWordsStayInTheirQuotes() {
        Result evil = Result.of("spf", "fail", new Property("smtp", "mailfrom", "x\r\nSubject: owned; dkim=pass"))
                .because("he said \"dkim=pass\" \\ and (more)\u0000");
        var results = new AuthenticationResults("mx.example.org", List.of(evil));
        assertThat(written(results))
                .doesNotContain("\r\nSubject")
                .contains("reason=\"he said \\\"dkim=pass\\\" \\\\ and (more)?\"");
        AuthenticationResults again = read(written(results).substring("Authentication-Results:".length()));
        assertThat(again.results()).hasSize(1);
        assertThat(again.results().getFirst().property("smtp", "mailfrom")).contains("x??Subject: owned; dkim=pass");
    }

    @Test
    void noLineIsTooLong() {
        Result long0 = Result.of("dkim", "fail", new Property("header", "d", "\"".repeat(5000)))
                .because("\\".repeat(5000));
        for (String line :
                written(new AuthenticationResults("mx", List.of(long0))).lines().toList()) {
            assertThat(line.length()).isLessThan(998);
        }
    }

    /** RFC 8601 appendix B.4, B.7 in short. */
    @Test
    void readsWhatOthersWrite() {
        AuthenticationResults results =
                read(" example.com 1;\r\n  dkim/1 = pass (good (very) \\) signature) reason=\"fine; so\"\r\n"
                        + "      header.i=@mail-router.example.net header . d = example.net;\r\n"
                        + "  auth=pass (cram-md5) smtp.auth=sender@example.com; spf=softfail smtp.helo=\"a b\";");
        assertThat(results.server()).isEqualTo("example.com");
        assertThat(results.results())
                .containsExactly(
                        new Result(
                                "dkim",
                                "pass",
                                Optional.of("fine; so"),
                                List.of(
                                        new Property("header", "i", "@mail-router.example.net"),
                                        new Property("header", "d", "example.net"))),
                        Result.of("auth", "pass", new Property("smtp", "auth", "sender@example.com")),
                        Result.of("spf", "softfail", new Property("smtp", "helo", "a b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                " example.com; spf",
                " example.com; spf=",
                " example.com; spf=pass smtp.=x",
                " example.com; spf=pass smtp.mailfrom=",
                " example.com; =pass",
                " example.com spf=pass",
                " example.com; spf=pass (open",
                " example.com; spf=pass reason=\"open",
                " example.com; none; spf=pass",
                " example.com;;"
            })
    void refusesWhatIsNoResult(String value) {
        assertThat(AuthenticationResults.parse(value.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " mx.example.org; what ever",
                " (c) \"mx.example.org\" 1; x",
                "\r\n\tmx.example.org",
                " mx.example.org;"
            })
    void knowsWhoseResultsABrokenFieldClaimsToBe(String value) {
        assertThat(AuthenticationResults.serverOf(value.getBytes(UTF_8))).contains("mx.example.org");
    }

    @Test
    void commentsHaveADepth() {
        for (int depth : new int[] {19, 20, 21}) {
            String value = " mx; spf=pass " + "(".repeat(depth) + ")".repeat(depth);
            assertThat(AuthenticationResults.parse(value.getBytes(UTF_8)).isPresent())
                    .isEqualTo(depth <= 20);
        }
    }

    /** One that was cut was quoted at first, and once read again it was not. */
    @ParameterizedTest
    @CsvSource({"255, 255", "256, 256", "257, 256", "10000, 256"})
    void aNameIsCutAtItsBoundAndWrittenTheSameOnceMore(int length, int written) {
        AuthenticationResults results = new AuthenticationResults("x".repeat(length), List.of());

        assertThat(results.value()).isEqualTo("x".repeat(written) + "; none");
        assertThat(AuthenticationResults.parse(results.value().getBytes(UTF_8)))
                .hasValueSatisfying(again -> assertThat(again.value()).isEqualTo(results.value()));
    }
}
