package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.wire.sasl.Mechanism.LOGIN;
import static org.maillon.wire.sasl.Mechanism.PLAIN;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;

class PlainAndLoginTest {
    /** RFC 4616 §4, both examples; then names and passwords that are unusual and good. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "|tim|tanstaaftanstaaf",
                "Ursel|Kurt|xipj3plmq",
                "|a|b",
                "|tim| two spaces ",
                "|tim|pass=,word",
                "|dörte|wörd",
            })
    void plainBringsNameAndPassword(String authorize, String name, String password) {
        String who = authorize == null ? "" : authorize;
        String message = who + "\0" + name + "\0" + password;
        Exchange.begin(PLAIN, message).asksForPassword(who, name, password);
        Exchange.begin(PLAIN).isChallenged("").says(message).asksForPassword(who, name, password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "tim", "\0tim", "\0tim\0", "\0\0secret", "tim\0secret", "\0tim\0secret\0", "\0t\u0007m\0x"})
    void plainThatIsMalformedAsksNobody(String message) {
        Exchange.begin(PLAIN, message).fails(Fault.MALFORMED);
    }

    @Test
    void aNameThatIsNoUtf8IsMalformed() {
        Bytes message = Bytes.wrap(new byte[] {0, (byte) 0xC3, 0, 'x'});
        assertThat(PLAIN.begin(Exchange.PLAINLY, Optional.of(message))).isEqualTo(new Move.Failed(Fault.MALFORMED));
    }

    @Test
    void aPasswordMayBeAnyOctets() {
        Bytes message = Bytes.wrap(new byte[] {0, 't', 0, (byte) 0xC3, (byte) 0xFF});
        assertThat(PLAIN.begin(Exchange.PLAINLY, Optional.of(message)))
                .isInstanceOfSatisfying(
                        Move.Ask.class,
                        ask -> assertThat(((Question.Password) ask.question())
                                        .password()
                                        .shared())
                                .containsExactly(0xC3, 0xFF));
    }

    @Test
    void aNameIsPrepared() {
        Exchange.begin(PLAIN, "\0I\u00ADX\0x").asksForPassword("", "IX", "x");
    }

    @Test
    void loginAsksForNameThenPassword() {
        Exchange.begin(LOGIN)
                .isChallenged("Username:")
                .says("tim")
                .isChallenged("Password:")
                .says("secret")
                .asksForPassword("", "tim", "secret")
                .answered(new Answer.Granted())
                .succeeds();
    }

    /** Some clients send the name along. */
    @Test
    void loginTakesTheNameAsInitialResponse() {
        Exchange.begin(LOGIN, "tim").isChallenged("Password:").says("x").asksForPassword("", "tim", "x");
    }

    @Test
    void loginWithoutNameOrPasswordIsMalformed() {
        Exchange.begin(LOGIN).says("").fails(Fault.MALFORMED);
        Exchange.begin(LOGIN).says("tim").says("").fails(Fault.MALFORMED);
    }

    @Test
    void theAnswerDecides() {
        Exchange.begin(PLAIN, "\0t\0x").answered(new Answer.Granted()).succeeds();
        Exchange.begin(PLAIN, "\0t\0x").answered(new Answer.Denied()).fails(Fault.DENIED);
        Exchange.begin(PLAIN, "\0t\0x").answered(new Answer.Later()).fails(Fault.LATER);
        assertThat(Exchange.begin(PLAIN, "\0t\0x")
                        .answered(new Answer.Blocked("Wait an hour"))
                        .move())
                .isEqualTo(new Move.Failed(Fault.LATER, Optional.of("Wait an hour")));
    }

    @Test
    void noPasswordIsEverPrinted() {
        assertThat(Exchange.begin(PLAIN, "\0t\0hush-hush").question().toString())
                .doesNotContain("hush");
        assertThat(ClientLine.read("aHVzaA==".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 8)
                        .toString())
                .doesNotContain("hush")
                .doesNotContain("68757368");
    }
}
