package org.maillon.serve.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(1));

    private static List<String> lines(int max, String... pieces) throws IOException {
        Connection connection = new Connection(MemoryTransport.of(pieces));
        List<String> heard = new ArrayList<>();
        while (true) {
            switch (connection.readLine(max, SOON)) {
                case Input.Line(byte[] in, int from, int to) ->
                    heard.add(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
                case Input.Broken(Input.Fault fault) -> heard.add(fault.name());
                case Input.TimedOut _ -> heard.add("timed out");
                case Input.Stopping _ -> heard.add("stopping");
                case Input.Closed _ -> {
                    return heard;
                }
            }
        }
    }

    @Test
    void readsLinesThatEndWithCrlf() throws IOException {
        assertThat(lines(100, "EHLO a\r\n\r\nQUIT\r\n")).containsExactly("EHLO a", "", "QUIT");
    }

    @Test
    void readsTheSameLinesAtEverySplit() throws IOException {
        String all = "one\r\ntwo\nstill two\r\nth\rree\r\n" + "4".repeat(40) + "\nfour\r\nfive\r\n";
        List<String> whole = lines(20, all);
        assertThat(whole).containsExactly("one", "BARE_LF", "BARE_CR", "TOO_LONG", "five");
        for (int i = 1; i < all.length(); i++) {
            for (int j = i; j < all.length(); j++) {
                assertThat(lines(20, all.substring(0, i), all.substring(i, j), all.substring(j)))
                        .as("split at %d and %d", i, j)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void answersEveryLineOfATerminalThatSendsLfAlone() throws IOException {
        assertThat(lines(100, "HELP\n", "HELP\n", "HELP\n")).containsExactly("BARE_LF", "BARE_LF", "BARE_LF");
    }

    @Test
    void neverActsOnWhatFollowsABareLf() throws IOException {
        assertThat(lines(100, "NOOP\nMAIL FROM:<a@b>\r\nQUIT\r\n")).containsExactly("BARE_LF", "QUIT");
    }

    @Test
    void boundsALineCrlfIncluded() throws IOException {
        assertThat(lines(10, "12345678\r\n")).containsExactly("12345678");
        assertThat(lines(10, "1234567\r\n")).containsExactly("1234567");
        assertThat(lines(10, "123456789\r\nnext\r\n")).containsExactly("TOO_LONG", "next");
    }

    @Test
    void swallowsALineOfAMegabyteInASmallBuffer() throws IOException {
        Connection connection = new Connection(MemoryTransport.of("x".repeat(1 << 20), "\r\nQUIT\r\n"));
        assertThat(connection.readLine(512, SOON)).isEqualTo(new Input.Broken(Input.Fault.TOO_LONG));
        assertThat(connection.readLine(512, SOON)).isInstanceOf(Input.Line.class);
        assertThat(connection.octets().length).isLessThanOrEqualTo(4096);
    }

    @Test
    void sendsAnswersTogetherWhenMoreInputIsDue() throws IOException {
        MemoryTransport transport = MemoryTransport.of("a\r\nb\r\nc\r\n");
        Connection connection = new Connection(transport);
        for (int i = 0; i < 3; i++) {
            assertThat(connection.readLine(100, SOON)).isInstanceOf(Input.Line.class);
            connection.write("250 ok\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(transport.writes()).isZero();
        assertThat(connection.readLine(100, SOON)).isInstanceOf(Input.Closed.class);
        assertThat(transport.writes()).isEqualTo(1);
    }

    @Test
    void writesMoreThanItsBufferInOrder() throws IOException {
        MemoryTransport transport = MemoryTransport.of();
        Connection connection = new Connection(transport);
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i < 300; i++) {
            String text = Integer.toString(i).repeat(i);
            expected.append(text);
            connection.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] large = "L".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        connection.write(large);
        connection.flush();
        assertThat(transport.written()).isEqualTo(expected + "L".repeat(20_000));
    }

    @Test
    void keepsWhatIsBufferedWhenABodyBeginsAndEnds() throws IOException {
        Connection connection = new Connection(MemoryTransport.of("DATA\r\nbody\r\nNOOP\r\n"));
        assertThat(connection.readLine(100, SOON)).isInstanceOf(Input.Line.class);
        connection.widen();
        assertThat(new String(connection.octets(), connection.from(), 6, StandardCharsets.US_ASCII))
                .isEqualTo("body\r\n");
        connection.consume(6);
        connection.narrow();
        Input.Line line = (Input.Line) connection.readLine(100, SOON);
        assertThat(new String(line.octets(), line.from(), line.to() - line.from(), StandardCharsets.US_ASCII))
                .isEqualTo("NOOP");
        assertThat(connection.octets().length).isLessThanOrEqualTo(4096);
    }
}
