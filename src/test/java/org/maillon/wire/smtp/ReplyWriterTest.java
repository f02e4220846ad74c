package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
    private static String write(Reply reply, boolean utf8) {
        return new String(ReplyWriter.write(reply, utf8), StandardCharsets.UTF_8);
    }

    @Test
    void writesOneLine() {
        assertThat(write(Reply.of(250, "2.1.0", "fine"), false)).isEqualTo("250 2.1.0 fine\r\n");
        assertThat(write(new Reply(354, Optional.empty(), List.of("go on")), false))
                .isEqualTo("354 go on\r\n");
    }

    @Test
    void writesManyLinesWithTheCodesOnEach() {
        assertThat(write(Reply.of(214, "2.0.0", "one", "two", "three"), false))
                .isEqualTo("214-2.0.0 one\r\n214-2.0.0 two\r\n214 2.0.0 three\r\n");
    }

    @Test
    void keepsAReplyOneReplyWhateverItsTextHolds() {
        assertThat(write(Reply.of(550, "5.1.1", "no\r\n250 yes\0"), false)).isEqualTo("550 5.1.1 no  250 yes \r\n");
    }

    @Test
    void writesUtf8OnlyWhereItIsRead() {
        assertThat(write(Reply.of(550, "5.1.1", "用户"), true)).isEqualTo("550 5.1.1 用户\r\n");
        assertThat(write(Reply.of(550, "5.1.1", "用户"), false)).isEqualTo("550 5.1.1 ??\r\n");
    }

    @Test
    void boundsALineAt512Octets() {
        assertThat(write(Reply.of(550, "5.1.1", "x".repeat(500)), false))
                .isEqualTo("550 5.1.1 " + "x".repeat(500) + "\r\n");
        assertThat(write(Reply.of(550, "5.1.1", "x".repeat(501)), false))
                .isEqualTo("550-5.1.1 " + "x".repeat(500) + "\r\n550 5.1.1 x\r\n");
    }

    @Test
    void breaksLongLinesBetweenWordsAndCharacters() {
        assertThat(write(Reply.of(550, "5.1.1", "word ".repeat(150)), false).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(510))
                .allSatisfy(line -> assertThat(line).matches("550[- ]5.1.1 (word )+"));
        assertThat(write(Reply.of(550, "5.1.1", "用".repeat(400)), true)).doesNotContain("\ufffd");
    }

    @Test
    void everyReplyOfTheCatalogueFitsItsClass() {
        for (TextFault fault : TextFault.values()) {
            assertThat(SmtpReplies.badText(fault).isPermanent()).isTrue();
        }
        for (Verb verb : Verb.values()) {
            assertThat(SmtpReplies.nothingBehind(verb).lines().getFirst()).contains(verb.form());
        }
    }
}
