package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.smtp.Reply;

/** What a reply means for a person, by RFC 3463 §3 and, without an enhanced code, RFC 5321 §4.2.3. */
class CauseTest {
    @ParameterizedTest
    @CsvSource({
        "550, 5.1.1, NO_SUCH_MAILBOX",
        "550, 5.1.6, NO_SUCH_MAILBOX",
        "550, 5.1.2, NO_SUCH_DOMAIN",
        "556, 5.1.10, TAKES_NO_MAIL",
        "553, 5.1.3, BAD_ADDRESS",
        "553, 5.1.8, SENDER_REFUSED",
        "550, 5.2.1, MAILBOX_CLOSED",
        "452, 4.2.2, MAILBOX_FULL",
        "552, 5.2.3, TOO_LARGE",
        "552, 5.3.4, TOO_LARGE",
        "451, 4.3.0, SERVER_TROUBLE",
        "550, 5.3.2, TAKES_NO_MAIL",
        "451, 4.4.1, UNREACHABLE",
        "451, 4.4.2, UNREACHABLE",
        "451, 4.4.3, NO_DIRECTIONS",
        "550, 5.4.4, NO_DIRECTIONS",
        "554, 5.4.6, LOOP",
        "452, 4.5.3, TOO_MUCH",
        "500, 5.5.2, FORM",
        "554, 5.6.3, FORM",
        "550, 5.6.7, LETTERS",
        "550, 5.7.1, POLICY",
        "450, 4.7.1, COME_BACK",
        "451, 4.7.0, COME_BACK",
        "451, 4.7.26, UNPROVEN",
        "550, 5.7.23, UNPROVEN",
        "554, 5.7.5, INSECURE",
        "451, 4.7.5, INSECURE",
        "550, 5.7.10, INSECURE",
        "450, 4.7.28, TOO_MUCH",
        "554, 5.9.1, REFUSED",
        "450, 4.9.1, NOT_NOW",
        "554, 5.0.0, REFUSED",
    })
    void goesByTheEnhancedCode(int code, String status, Cause cause) {
        assertThat(Cause.of(Reply.of(code, status, "words"), false)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "450, COME_BACK",
        "451, COME_BACK",
        "421, SERVER_TROUBLE",
        "452, SERVER_TROUBLE",
        "454, INSECURE",
        "530, INSECURE",
        "521, TAKES_NO_MAIL",
        "550, REFUSED",
        "552, MAILBOX_FULL",
        "553, BAD_ADDRESS",
        "554, REFUSED",
        "499, NOT_NOW",
    })
    void orByTheOldOne(int code, Cause cause) {
        assertThat(Cause.of(new Reply(code, java.util.Optional.empty(), java.util.List.of("words")), false))
                .isEqualTo(cause);
    }

    @Test
    void ownTroubleIsNotBlamedOnTheOtherServer() {
        assertThat(Cause.of(Reply.of(451, "4.3.0", "words"), true)).isEqualTo(Cause.OUR_TROUBLE);
    }
}
