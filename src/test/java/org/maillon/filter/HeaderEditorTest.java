package org.maillon.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.Header;

class HeaderEditorTest {
    private static final String HEADER = "A: 1\r\nB: 1\r\n two\r\nnonsense\r\nb : 2\r\n\r\n";

    private static String edited(Edit... edits) {
        HeaderEditor.Edited edited = HeaderEditor.apply(Header.of(Bytes.utf8(HEADER)), List.of(List.of(edits)));
        return edited.above().asUtf8() + "|" + edited.header().asUtf8();
    }

    private static Bytes value(String text) {
        return Bytes.utf8(text);
    }

    @Test
    void leavesWhatNoEditNames() {
        assertThat(edited()).isEqualTo("|A: 1\r\nB: 1\r\n two\r\nnonsense\r\nb : 2\r\n");
    }

    @Test
    void addsAboveInBetweenAndBelow() {
        assertThat(edited(new Edit.AddField("X", value("1"), 0), new Edit.AddField("Y", value("2"), 1)))
                .startsWith("Y: 2\r\nX: 1\r\n|A: 1");
        assertThat(edited(new Edit.AddField("X", value("1"), 2))).startsWith("|A: 1\r\nX: 1\r\nB: 1");
        assertThat(edited(new Edit.AddField("X", value("1"), Edit.LAST))).endsWith("b : 2\r\nX: 1\r\n");
    }

    @Test
    void changesAndRemovesTheNthOfItsNameInAnyCase() {
        assertThat(edited(new Edit.ChangeField("B", 2, value("new")))).endsWith("nonsense\r\nB: new\r\n");
        assertThat(edited(new Edit.ChangeField("C", 1, value("new")))).endsWith("b : 2\r\nC: new\r\n");
        assertThat(edited(new Edit.RemoveField("b", 1))).isEqualTo("|A: 1\r\nnonsense\r\nb : 2\r\n");
        assertThat(edited(new Edit.RemoveField("b", 0))).isEqualTo("|A: 1\r\nnonsense\r\n");
        assertThat(edited(new Edit.RemoveField("b", 3))).isEqualTo(edited());
    }

    /** Both were shown the same header: what the first takes out is counted by the second all the same. */
    @Test
    void eachLinkCountsInWhatItWasShown() {
        Header header = Header.of(Bytes.utf8("X: 1\r\nX: 2\r\nX: 3\r\n\r\n"));
        List<Edit> first = List.of(new Edit.RemoveField("X", 1), new Edit.AddField("X", value("new"), 2));
        List<Edit> second = List.of(
                new Edit.ChangeField("X", 3, value("third")),
                new Edit.RemoveField("x", 2),
                new Edit.AddField("Y", value("y"), 2));
        assertThat(HeaderEditor.apply(header, List.of(first, second)).header().asUtf8())
                .isEqualTo("X: new\r\nY: y\r\nX: third\r\n");
    }

    /** As Postfix counts: what a link has itself removed, it counts no more. */
    @Test
    void aLinkCountsWithWhatItHasChangedItself() {
        assertThat(edited(new Edit.RemoveField("B", 1), new Edit.ChangeField("B", 1, value("was 2"))))
                .isEqualTo("|A: 1\r\nnonsense\r\nB: was 2\r\n");
    }

    /** What a filter says cannot begin a field of its own, nor end the header. */
    @ParameterizedTest
    @CsvSource({
        "'one\r\ntwo', 'one\r\n\ttwo'",
        "'one\ntwo', 'one\r\n\ttwo'",
        "'one\rtwo', 'one\r\n\ttwo'",
        "'one\r\n\r\nBcc: x', 'one\r\n\tBcc: x'",
        "'one\r\n two\r\n', 'one\r\n\ttwo'",
        "'\r\nX: y', 'X: y'"
    })
    void foldsWhateverAValueHolds(String said, String field) {
        assertThat(FieldText.folded(value(said)).asUtf8()).isEqualTo(field);
    }

    @Test
    void namesArePrintableAsciiWithoutColon() {
        assertThat(FieldText.isName("X-Spam")).isTrue();
        assertThat(List.of("", "a b", "a:", "é", "a\r")).noneMatch(FieldText::isName);
        assertThat(FieldText.isName("x".repeat(998))).isTrue();
        assertThat(FieldText.isName("x".repeat(999))).isFalse();
    }

    @Test
    void wordsAreOneLineOfBoundedLength() {
        assertThat(FieldText.printable(" a\r\nb\u0007 ")).isEqualTo("a  b");
        assertThat(FieldText.printable("x".repeat(500))).hasSize(500);
        assertThat(FieldText.printable("x".repeat(501))).hasSize(501).endsWith("…");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:11332, tcp://127.0.0.1:11332",
        "tcp://[::1]:3310, tcp://[::1]:3310",
        "tcp://rspamd_1.local:1, tcp://rspamd_1.local:1",
        "unix:///run/clamav/clamd.ctl, unix:///run/clamav/clamd.ctl"
    })
    void readsPlacesOfFilters(String text, String same) {
        assertThat(FilterAddress.parse(text).toString()).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:1",
                "tcp://",
                "tcp://a",
                "tcp://a:",
                "tcp://a:0",
                "tcp://a:65536",
                "tcp://:1",
                "tcp://a b:1",
                "unix://x",
                "unix:x"
            })
    void refusesPlacesThatAreNone(String text) {
        assertThatThrownBy(() -> FilterAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
