package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2045 §6.7. */
class QuotedPrintableTest {
    private static String encoded(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (QuotedPrintable quoted = new QuotedPrintable(out)) {
            quoted.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "a b=c, a b=3Dc",
        "é, =C3=A9",
        "'a ', a=20",
        "'a \r\nb\t\r\n', 'a=20\r\nb=09\r\n'",
        "'a\rb\nc', a=0Db=0Ac",
        "'a\r\r\n', 'a=0D\r\n'",
    })
    void encodesWhatWouldNotPass(String text, String encoded) throws IOException {
        assertThat(encoded(text)).isEqualTo(encoded);
    }

    @Test
    void noLineIsLongerThan76() throws IOException {
        String encoded = encoded("abcé".repeat(100));
        assertThat(encoded.split("\r\n")).allMatch(line -> line.length() <= 76).hasSizeGreaterThan(10);
        assertThat(encoded.replace("=\r\n", "")).isEqualTo("abc=C3=A9".repeat(100));
    }
}
