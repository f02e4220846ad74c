package org.maillon.wire.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DotStuffingTest {
    @ParameterizedTest(name = "{2}")
    @MethodSource
    void stuffs(String message, String sent, String why) throws IOException {
        for (int piece = 1; piece <= message.length() + 1; piece++) {
            assertThat(sent(message, OptionalInt.empty(), piece))
                    .as("%s, in pieces of %s", why, piece)
                    .isEqualTo(sent);
        }
    }

    static Stream<Arguments> stuffs() {
        return Stream.of(
                Arguments.of("", ".\r\n", "nothing"),
                Arguments.of("a\r\n", "a\r\n.\r\n", "a line"),
                Arguments.of("a", "a\r\n.\r\n", "a line without its end"),
                Arguments.of("a\r", "a\r\r\n.\r\n", "half an end is none"),
                Arguments.of("\r\n", "\r\n.\r\n", "an empty line"),
                Arguments.of(".", "..\r\n.\r\n", "a dot"),
                Arguments.of(".\r\n", "..\r\n.\r\n", "a dot alone on its line"),
                Arguments.of("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n", "what would end the message"),
                Arguments.of("..\r\n", "...\r\n.\r\n", "two dots"),
                Arguments.of("a.\r\n.b\r\n", "a.\r\n..b\r\n.\r\n", "only a dot that begins a line"),
                Arguments.of("a\n.\nb\r\n", "a\n.\nb\r\n.\r\n", "a bare LF ends no line"),
                Arguments.of("a\r.\r\n", "a\r.\r\n.\r\n", "nor does a bare CR"),
                Arguments.of("\r\r\n.\r\n", "\r\r\n..\r\n.\r\n", "CR CR LF does"));
    }

    @ParameterizedTest(name = "{2}, {1} lines")
    @MethodSource
    void showsTheTop(String message, int lines, String why, String sent) throws IOException {
        for (int piece = 1; piece <= message.length() + 1; piece++) {
            assertThat(sent(message, OptionalInt.of(lines), piece))
                    .as("%s, in pieces of %s", why, piece)
                    .isEqualTo(sent);
        }
    }

    static Stream<Arguments> showsTheTop() {
        String letter = "A: b\r\nC: d\r\n\r\none\r\n\r\n.three\r\n";
        return Stream.of(
                Arguments.of(letter, 0, "the header and its end", "A: b\r\nC: d\r\n\r\n.\r\n"),
                Arguments.of(letter, 1, "one line", "A: b\r\nC: d\r\n\r\none\r\n.\r\n"),
                Arguments.of(letter, 2, "an empty line counts", "A: b\r\nC: d\r\n\r\none\r\n\r\n.\r\n"),
                Arguments.of(letter, 3, "all, stuffed", "A: b\r\nC: d\r\n\r\none\r\n\r\n..three\r\n.\r\n"),
                Arguments.of(letter, 4, "more than there is", "A: b\r\nC: d\r\n\r\none\r\n\r\n..three\r\n.\r\n"),
                Arguments.of("\r\nbody\r\n", 0, "no header at all", "\r\n.\r\n"),
                Arguments.of("A: b\r\n", 5, "no body at all", "A: b\r\n.\r\n"),
                Arguments.of("A: b\r\n\r\none", 1, "a last line without its end", "A: b\r\n\r\none\r\n.\r\n"));
    }

    private static String sent(String message, OptionalInt bodyLines, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(out, bodyLines);
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < octets.length && !stuffing.isFull(); from += piece) {
            byte[] some = java.util.Arrays.copyOfRange(octets, from, Math.min(octets.length, from + piece));
            stuffing.write(some, some.length);
        }
        stuffing.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
