package org.maillon.wire.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.smtp.Reply;

class RcptAnswerTest {
    private static Reply reply(String code) {
        String[] parts = code.strip().split(" ", 2);
        return parts.length == 1
                ? new Reply(Integer.parseInt(parts[0]), Optional.empty(), List.of(""))
                : Reply.of(Integer.parseInt(parts[0]), parts[1], "");
    }

    @ParameterizedTest(name = "{0} after {1}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "250 2.1.5 | 0 | ACCEPTED               | yes",
                "251       | 0 | ACCEPTED               | will forward",
                "252       | 0 | ACCEPTED               | cannot say, takes it",
                "421       | 3 | SERVER_LEAVES          | good-bye",
                "450 4.2.1 | 3 | NOT_NOW                | mailbox busy",
                "550 5.1.1 | 3 | NEVER                  | no such user",
                "452       | 3 | IN_ANOTHER_TRANSACTION | too many, after some",
                "452       | 0 | NOT_NOW                | too many, after none: another transaction hears the same",
                "452 4.5.3 | 3 | IN_ANOTHER_TRANSACTION | too many, said clearly",
                "452 4.3.1 | 3 | NOT_NOW                | its disk is full",
                "452 4.2.2 | 3 | NOT_NOW                | this mailbox is full",
                "552       | 3 | IN_ANOTHER_TRANSACTION | the old code is read as 452",
                "552       | 0 | NOT_NOW                | the old code is read as 452",
                "552 5.5.3 | 3 | IN_ANOTHER_TRANSACTION | the old code, said clearly",
                "552 5.2.2 | 3 | NEVER                  | over quota is no matter of how many",
                "354       | 0 | NOT_NOW                | no sense, so not for ever",
            })
    void reads(String code, int accepted, RcptAnswer answer, String reason) {
        assertThat(RcptAnswer.of(reply(code), accepted)).as(reason).isEqualTo(answer);
    }
}
