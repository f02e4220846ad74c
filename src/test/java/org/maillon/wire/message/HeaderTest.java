package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Bytes;

class HeaderTest {
    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            Subject: hello          | Subject | hello         | a field
            SUBJECT:hello           | SUBJECT | hello         | no space, another case
            Subject : hello         | Subject | hello         | the obsolete space before the colon
            Subject:~ two~      lines | Subject | two      lines | folded
            Subject:                | Subject | ''            | nothing in it
            no field                | ''      | no field      | a line without a colon
            : nothing               | ''      | nothing       | a colon without a name
            Sübject: hello          | ''      | hello         | a name that is none""")
    void readsAField(String text, String name, String value, String reason) {
        Header header = Header.of(Bytes.utf8(text.replace("~", "\r\n") + "\r\n\r\n"));
        assertThat(header.fields()).as(reason).hasSize(1);
        assertThat(header.fields().getFirst().name()).as(reason).isEqualTo(name);
        assertThat(header.fields().getFirst().value()).as(reason).isEqualTo(value);
    }

    @Test
    void losesNoOctetWhateverComes() {
        for (String text : List.of(
                "",
                "\r\n",
                "a: b",
                "a: b\r\n",
                "a: b\r\nc\r\n d\r\n\r\n",
                " fold first\r\na: b\r\n",
                "\n\r\r\n\r\n",
                "a:\r")) {
            Header header = Header.of(Bytes.utf8(text));
            Bytes together = header.fields().stream().map(HeaderField::octets).reduce(Bytes.EMPTY, Bytes::plus);
            assertThat(together.plus(header.end()).asUtf8()).isEqualTo(text);
        }
    }

    @Test
    void findsTheTopmostAndAll() {
        Header header = Header.of(Bytes.utf8("To: a\r\nto: b\r\nCc: c\r\n\r\n"));
        assertThat(header.first("TO").orElseThrow().value()).isEqualTo("a");
        assertThat(header.all("to")).extracting(HeaderField::value).containsExactly("a", "b");
        assertThat(header.first("Bcc")).isEmpty();
    }
}
