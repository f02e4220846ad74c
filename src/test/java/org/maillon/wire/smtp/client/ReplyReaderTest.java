package org.maillon.wire.smtp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.ReplyReader.Finding;
import org.maillon.wire.smtp.client.ReplyReader.Malformed;
import org.maillon.wire.smtp.client.ReplyReader.Whole;

class ReplyReaderTest {
    private static List<Finding> read(ReplyLimits limits, String wire, int split) {
        byte[] octets = wire.getBytes(UTF_8);
        ReplyReader reader = new ReplyReader(limits);
        List<Finding> findings = new ArrayList<>();
        feed(reader, octets, 0, split, findings);
        feed(reader, octets, split, octets.length, findings);
        return findings;
    }

    private static void feed(ReplyReader reader, byte[] octets, int from, int to, List<Finding> findings) {
        int at = from;
        while (at < to) {
            at += reader.feed(octets, at, to);
            reader.take().ifPresent(findings::add);
        }
    }

    private static Reply reply(String wire) {
        assertThat(read(ReplyLimits.STRICT, wire, 0)).hasSize(1).first().isInstanceOf(Whole.class);
        return read(ReplyLimits.STRICT, wire, 0).getFirst() instanceof Whole(Reply reply)
                ? reply
                : Reply.of(500, "5.0.0");
    }

    private static String why(ReplyLimits limits, String wire) {
        List<Finding> findings = read(limits, wire, 0);
        assertThat(findings).isNotEmpty();
        assertThat(findings.getFirst()).as(wire).isInstanceOf(Malformed.class);
        return findings.getFirst() instanceof Malformed(String why) ? why : "";
    }

    @ParameterizedTest(name = "{4}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "250 2.1.0 Ok            | 250 | 2.1.0   | Ok           | enhanced code and text",
                "250 Ok                  | 250 |         | Ok           | no enhanced code",
                "250                     | 250 |         | ''           | a code alone (RFC 5321 §4.2)",
                "354 Go ahead            | 354 |         | Go ahead     | intermediate replies carry no enhanced code",
                "250 2.0.0               | 250 | 2.0.0   | ''           | an enhanced code without text",
                "550 5.7.510 No          | 550 | 5.7.510 | No           | three digits of detail",
                "550 5.7.5100 No         | 550 |         | 5.7.5100 No  | four digits are text",
                "550 4.1.1 No            | 550 |         | 4.1.1 No     | a class that contradicts the code is text",
                "550 5.1 No              | 550 |         | 5.1 No       | half a status is text",
                "550 5.1.1No             | 550 |         | 5.1.1No      | a status must end in a space",
                "550 5..1 No             | 550 |         | 5..1 No      | an empty part",
                "599 odd                 | 599 |         | odd          | only the first digit decides (§4.3.2)",
                "250 2.1.5 2.1.5 twice   | 250 | 2.1.5   | 2.1.5 twice  | only the first is the status",
            })
    void readsOneLine(String line, int code, String status, String text, String reason) {
        Reply reply = reply(line + "\r\n");
        assertThat(reply.code()).as(reason).isEqualTo(code);
        assertThat(reply.status().map(EnhancedStatus::toString)).isEqualTo(Optional.ofNullable(status));
        assertThat(reply.lines()).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request",
                "",
                "25",
                "2x0 no",
                "150 no such class",
                "650 no such class",
                "000 zero",
                "\u00e9\u00e9\u00e9 letters",
                "EHLO mail.example",
            })
    void saysWhichLineIsNoReply(String line) {
        assertThat(why(ReplyLimits.STRICT, line + "\r\n"))
                .startsWith("a line that is no reply: '")
                .contains(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250OK", "250_OK", "2500 OK", "250\tOK", "250\0OK"})
    void refusesACodeWithNeitherSpaceNorHyphenBehind(String line) {
        assertThat(why(ReplyLimits.STRICT, line + "\r\n")).startsWith("neither space nor hyphen");
    }

    @Test
    void joinsTheLinesOfOneReply() {
        Reply reply = reply("250-mx.example\r\n250-SIZE 1000\r\n250 HELP\r\n");
        assertThat(reply).isEqualTo(new Reply(250, Optional.empty(), List.of("mx.example", "SIZE 1000", "HELP")));
    }

    @Test
    void takesTheEnhancedCodeOffEachLine() {
        Reply reply = reply("550-5.1.1 No such user.\r\n550-5.1.1 Look it up:\r\n550 5.1.1\r\n");
        assertThat(reply).isEqualTo(Reply.of(550, "5.1.1", "No such user.", "Look it up:", ""));
    }

    @Test
    void letsTheLastCodeHoldWhereLinesDisagreeWithinOneClass() {
        assertThat(reply("550-No\r\n554 Never\r\n").code()).isEqualTo(554);
    }

    @Test
    void refusesOneReplyThatSaysBothYesAndNo() {
        assertThat(why(ReplyLimits.STRICT, "250-Ok\r\n550 No\r\n")).isEqualTo("one reply with two codes, 250 and 550");
    }

    @Test
    void readsTheSameAtEverySplit() {
        String wire = "250-2.1.0 eins\r\n250 2.1.0 zw\u00f6lf\r\n354 go\r\n550\r\nrubbish\r\n";
        List<Finding> whole = read(ReplyLimits.STRICT, wire, 0);
        assertThat(whole).hasSize(4);
        for (int split = 1; split < wire.getBytes(UTF_8).length; split++) {
            assertThat(read(ReplyLimits.STRICT, wire, split))
                    .as("split at %s", split)
                    .isEqualTo(whole);
        }
    }

    @Test
    void leavesTheNextReplyUneaten() {
        byte[] octets = "250 a\r\n250 b\r\n".getBytes(UTF_8);
        ReplyReader reader = new ReplyReader(ReplyLimits.STRICT);
        assertThat(reader.feed(octets, 0, octets.length)).isEqualTo(7);
    }

    @Test
    void knowsThatAReplyHasBegun() {
        ReplyReader reader = new ReplyReader(ReplyLimits.STRICT);
        assertThat(reader.isInReply()).isFalse();
        reader.feed("250-a\r\n".getBytes(UTF_8), 0, 7);
        assertThat(reader.isInReply()).isTrue();
    }

    @Test
    void refusesABareLineFeedUnlessToldToBearIt() {
        assertThat(why(ReplyLimits.STRICT, "250 Ok\n")).startsWith("a reply line that ends in a bare line feed");
        ReplyLimits lenient = new ReplyLimits(2048, 128, true);
        assertThat(read(lenient, "250-a\n250 b\r\n", 0))
                .containsExactly(new Whole(new Reply(250, Optional.empty(), List.of("a", "b"))));
    }

    @Test
    void boundsALine() {
        ReplyLimits limits = new ReplyLimits(12, 3, false);
        String atTheEdge = "250 123456\r\n"; // 12 octets
        assertThat(read(limits, atTheEdge, 0).getFirst()).isInstanceOf(Whole.class);
        assertThat(read(limits, "250 12345\r\n", 0).getFirst()).isInstanceOf(Whole.class);
        assertThat(why(limits, "250 1234567\r\n")).isEqualTo("a reply line of more than 12 octets");
    }

    @Test
    void cutsALineThatNeverEnds() {
        assertThat(why(ReplyLimits.STRICT, "250 " + "x".repeat(100_000)))
                .isEqualTo("a reply line of more than 2048 octets");
    }

    @Test
    void boundsTheNumberOfLines() {
        ReplyLimits limits = new ReplyLimits(100, 3, false);
        assertThat(read(limits, "250-a\r\n250 b\r\n", 0).getFirst()).isInstanceOf(Whole.class);
        assertThat(read(limits, "250-a\r\n250-b\r\n250 c\r\n", 0).getFirst()).isInstanceOf(Whole.class);
        assertThat(why(limits, "250-a\r\n250-b\r\n250-c\r\n250 d\r\n")).isEqualTo("a reply of more than 3 lines");
    }

    @Test
    void letsNoControlCharacterThrough() {
        assertThat(reply("550 a\u001b[2Jb\0c\rd\te\u007f\r\n").lines()).containsExactly("a?[2Jb?c?d e?");
    }

    @Test
    void readsUtf8AndBearsWhatIsNot() {
        assertThat(reply("550 Gr\u00fc\u00dfe\r\n").lines()).containsExactly("Gr\u00fc\u00dfe");
        byte[] latin1 = {'5', '5', '0', ' ', (byte) 0xFC, '\r', '\n'};
        ReplyReader reader = new ReplyReader(ReplyLimits.STRICT);
        reader.feed(latin1, 0, latin1.length);
        assertThat(reader.take()).contains(new Whole(new Reply(550, Optional.empty(), List.of("\uFFFD"))));
    }
}
