package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkReaderTest {
    private static String read(BodyType body, int longestLine, String... chunks) {
        ChunkReader reader = new ChunkReader(body, longestLine);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String chunk : chunks) {
            byte[] octets = chunk.getBytes(StandardCharsets.ISO_8859_1);
            reader.read(octets, 0, octets.length, text::write);
        }
        reader.end(text::write);
        return reader.fault().map(TextFault::name).orElseGet(() -> text.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void passesOctetsAsTheyAreAndUndoesNoDots() {
        assertThat(read(BodyType.EIGHT_BIT_MIME, 1000, "a\r\n..b\r\n", ".\r\nc\r\n"))
                .isEqualTo("a\r\n..b\r\n.\r\nc\r\n");
    }

    @Test
    void endsTheLastLineOfText() {
        assertThat(read(BodyType.SEVEN_BIT, 1000, "a")).isEqualTo("a\r\n");
        assertThat(read(BodyType.SEVEN_BIT, 1000)).isEmpty();
        assertThat(read(BodyType.BINARY_MIME, 1000, "a")).isEqualTo("a");
    }

    @Test
    void passesAnythingInBinary() {
        assertThat(read(BodyType.BINARY_MIME, 4, "a\rb\n\0" + "x".repeat(50), "\r"))
                .isEqualTo("a\rb\n\0" + "x".repeat(50) + "\r");
    }

    @ParameterizedTest
    @CsvSource({"#r.#r, BARE_CR", "#n.#n, BARE_LF", "a#nb, BARE_LF", "a#r, BARE_CR", "#r#r#n, BARE_CR", "a#0b, NUL"})
    void holdsTextToItsRulesAcrossChunks(String sent, String fault) {
        String all = sent.replace("#r", "\r").replace("#n", "\n").replace("#0", "\0");
        for (int i = 0; i <= all.length(); i++) {
            assertThat(read(BodyType.EIGHT_BIT_MIME, 1000, all.substring(0, i), all.substring(i)))
                    .isEqualTo(fault);
        }
    }

    @Test
    void takesACrlfThatTwoChunksShare() {
        assertThat(read(BodyType.SEVEN_BIT, 1000, "a\r", "\nb\r\n")).isEqualTo("a\r\nb\r\n");
    }

    @Test
    void boundsALine() {
        assertThat(read(BodyType.SEVEN_BIT, 20, "x".repeat(18) + "\r\n")).hasSize(20);
        assertThat(read(BodyType.SEVEN_BIT, 20, "x".repeat(10), "x".repeat(9) + "\r\n"))
                .isEqualTo("LINE_TOO_LONG");
    }
}
