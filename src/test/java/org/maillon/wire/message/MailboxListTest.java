package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322 §3.4 and §4.4. */
class MailboxListTest {
    private static List<String> read(String value) {
        return MailboxList.read(value).orElseThrow().stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ada@example.org                                  | ada@example.org
            <ada@example.org>                                | ada@example.org
            Ada Lovelace <ada@example.org>                   | ada@example.org
            "Lovelace, Ada" <ada@example.org>                | ada@example.org
            "a \\" <b@c.example>" <ada@example.org>          | ada@example.org
            =?utf-8?q?Ada?= <ada@example.org>                | ada@example.org
            ada@example.org (Ada (Countess) of \\) Lovelace)  | ada@example.org
            (a, b) ada@example.org                           | ada@example.org
            Ada <@relay.example,@b.example:ada@example.org>  | ada@example.org
            a@example.org, B <b@example.org>,, c@example.org | a@example.org b@example.org c@example.org
            friends: a@example.org, B <b@example.org>;       | a@example.org b@example.org
            undisclosed-recipients:;                         | ''
            "ada love"@example.org                           | "ada love"@example.org
            ada@[192.0.2.1]                                  | ada@[192.0.2.1]
            ada@EXAMPLE.org                                  | ada@example.org
            """)
    void readsWhomAFieldNames(String value, String addresses) {
        assertThat(String.join(" ", read(value))).isEqualTo(addresses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "ada@",
                "<ada@example.org",
                "Ada <>",
                "<a@example.org> <b@example.org>",
                "<a@example.org> b@example.org",
                "\"Ada <ada@example.org>",
                "(Ada <ada@example.org>",
                "ada@[192.0.2.1",
                "a@example.org;",
                "friends: a@example.org",
                "friends: more: a@example.org;;",
                "<ada@example.org>: b@example.org;",
                "Ada <\"ada@example.org>",
                "a@b.example\\",
            })
    void doesNotGuess(String value) {
        assertThat(MailboxList.read(value)).isEmpty();
    }

    @Test
    void boundsHowManyAndHowDeep() {
        String[] many = new String[1000];
        Arrays.fill(many, "a@b.example");
        assertThat(read(String.join(",", many))).hasSize(1000);
        assertThat(MailboxList.read(String.join(",", many) + ",a@b.example")).isEmpty();
        assertThat(read("(".repeat(20) + ")".repeat(20) + "a@b.example")).hasSize(1);
        assertThat(MailboxList.read("(".repeat(21) + ")".repeat(21) + "a@b.example"))
                .isEmpty();
    }
}
