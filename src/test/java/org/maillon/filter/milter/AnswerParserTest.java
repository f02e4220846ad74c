package org.maillon.filter.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.filter.Edit;
import org.maillon.filter.Examination.NonsenseException;
import org.maillon.kernel.Bytes;

class AnswerParserTest {
    private static Answer parse(String packet) {
        return AnswerParser.parse(packet.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.7.1 go away, 550 5.7.1 go away",
        "451 4.7.1 later, 451 4.7.1 later",
        "550 no status, 550 5.7.1 no status",
        "550 4.7.1 wrong class, 550 5.7.1 4.7.1 wrong class",
        "550, 550 5.7.1 The message is refused",
        "421 4.3.0 bye, 451 4.3.0 bye",
        "550 5.1.1 100%% sure, 550 5.1.1 100% sure",
        "'550-5.7.1 one\r\n550 5.7.1 two', 550 5.7.1 one / two",
        "'550-5.7.1 one\n550 two', 550 5.7.1 one / two"
    })
    void readsReplies(String said, String reply) {
        assertThat(CustomReply.read(said).orElseThrow().toString()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "250 ok", "55", "5x0 no", "560 no", "650 no", "550x", "550-one\r\n551 two", "550 one\r\nX"})
    void refusesReplies(String said) {
        assertThat(CustomReply.read(said)).isEmpty();
    }

    @Test
    void aReplyHasBounds() {
        assertThat(CustomReply.read("550 " + "x".repeat(100_000))
                        .orElseThrow()
                        .toString()
                        .length())
                .isLessThan(2000);
        assertThat(CustomReply.read("550-x\n".repeat(30) + "550 y")
                        .orElseThrow()
                        .lines())
                .hasSize(20);
    }

    @Test
    void readsOptionsWithTheMacrosThatAreWanted() {
        assertThat(parse("O\0\0\0\6\0\0\0\1\0\0\0\2" + "\0\0\0\2i {mail_addr}\0" + "\0\0\0\5\0"))
                .isEqualTo(new Answer.Negotiation(new Options(
                        6, 1, 2, Map.of(Step.MAIL, List.of("i", "mail_addr"), Step.END_OF_MESSAGE, List.of()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c\0",
                "Q",
                "O\0\0\0\6",
                "O\0\0\0\6\0\0\0\1\0\0\0\2\0\0\0\2i",
                "yabc\0",
                "y550 x",
                "+a b\0",
                "+<>\0",
                "-x\0",
                "ebad bad\0",
                "i\0\0\0",
                "iÿÿÿÿX\0y\0",
                "mÿÿÿÿX\0y\0",
                "hX\0y",
                "qx"
            })
    void callsGarbageByItsName(String packet) {
        assertThat(parse(packet)).isInstanceOf(Answer.Garbage.class);
    }

    @Test
    void changesHaveBounds() throws NonsenseException {
        Changes many = new Changes();
        for (int i = 0; i < Changes.MOST; i++) {
            many.add(new Edit.RemoveField("X", 1));
        }
        assertThat(refused(many, new Edit.RemoveField("X", 1))).isTrue();
        Changes large = new Changes();
        large.add(new Edit.ReplaceBody(Bytes.wrap(new byte[Changes.MOST_OCTETS])));
        assertThat(refused(large, new Edit.ReplaceBody(Bytes.wrap(new byte[1]))))
                .isTrue();
        assertThat(((Edit.ReplaceBody) large.edits().getFirst()).body().length())
                .isEqualTo(Changes.MOST_OCTETS);
    }

    private static boolean refused(Changes changes, Edit edit) {
        try {
            changes.add(edit);
            return false;
        } catch (NonsenseException _) {
            return true;
        }
    }
}
