package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.wire.sasl.Mechanism.OAUTHBEARER;
import static org.maillon.wire.sasl.Mechanism.XOAUTH2;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;

class BearerTest {
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    private static Exchange begin(Mechanism mechanism, String message) {
        return Exchange.begin(mechanism, message.replace('^', '\u0001'));
    }

    private static void asksFor(Exchange exchange, String authorize, String token) {
        assertThat(exchange.question()).isInstanceOfSatisfying(Question.Token.class, asked -> {
            assertThat(asked.authorize().orElse("")).isEqualTo(authorize);
            assertThat(Bytes.wrap(asked.token().shared()).asUtf8()).isEqualTo(token);
        });
    }

    /** RFC 7628 §4.1. */
    @Test
    void theSuccessfulExampleOfRfc7628() {
        Exchange exchange = begin(
                OAUTHBEARER, "n,a=user@example.com,^host=server.example.com^port=143^auth=Bearer " + TOKEN + "^^");
        asksFor(exchange, "user@example.com", TOKEN);
        exchange.answered(new Answer.Granted()).succeeds();
    }

    /** RFC 7628 §4.3: the client hears why, and says %x01 to it. */
    @Test
    void aRefusedClientHearsWhy() {
        Exchange exchange = begin(OAUTHBEARER, "n,a=user@example.com,^auth=Bearer " + TOKEN + "^^")
                .answered(new Answer.Denied())
                .isChallenged(
                        "{\"status\":\"invalid_token\",\"scope\":\"mail\",\"openid-configuration\":\"https://id.example/conf\"}");
        exchange.says("\u0001").fails(Fault.DENIED);
    }

    @Test
    void whoSaysSomethingElseToItFailsTheSame() {
        begin(OAUTHBEARER, "n,,^auth=Bearer " + TOKEN + "^^")
                .answered(new Answer.Denied())
                .says("again?")
                .fails(Fault.MALFORMED);
    }

    /** RFC 7628 §3.2.2: an empty token asks what would be needed. */
    @Test
    void noTokenAtAllIsToldWhichWouldDo() {
        assertThat(begin(OAUTHBEARER, "n,,^^").challenge()).startsWith("{\"status\":\"invalid_token\"");
        assertThat(begin(OAUTHBEARER, "n,,^auth=^^").challenge()).startsWith("{\"status\":\"invalid_token\"");
    }

    @Test
    void aTokenWithoutANameSpeaksForItself() {
        asksFor(begin(OAUTHBEARER, "n,,^auth=bearer abc^^"), "", "abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "n,,auth=Bearer x^^",
                "n,,^auth=Bearer x^",
                "n,,^auth=Bearer x^^^",
                "n,,^auth=Bearer x",
                "n,,^auth=Bearer x^auth=Bearer y^^",
                "n,,^a1=x^auth=Bearer x^^",
                "n,,^=x^^",
                "n,x=y,^auth=Bearer x^^"
            })
    void malformedOnesAskNobody(String message) {
        begin(OAUTHBEARER, message).fails(Fault.MALFORMED);
    }

    @Test
    void aBearerBindsToNothing() {
        begin(OAUTHBEARER, "p=tls-exporter,,^auth=Bearer x^^").fails(Fault.BINDING);
    }

    @Test
    void xoauth2BringsUserAndToken() {
        Exchange exchange =
                begin(XOAUTH2, "user=someuser@example.com^auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg^^");
        asksFor(exchange, "someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
        exchange.answered(new Answer.Granted()).succeeds();
    }

    @Test
    void xoauth2IsToldWhyAndSaysNothing() {
        begin(XOAUTH2, "user=a@b.example^auth=Bearer x^^")
                .answered(new Answer.Denied())
                .isChallenged("{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}")
                .says("")
                .fails(Fault.DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user=a@b.example",
                "user=a@b.example^^",
                "user=^auth=Bearer x^^",
                "auth=Bearer x^^",
                "user=a@b.example^auth=Basic x^^",
                "user=a@b.example^auth=Bearer x y^^",
                "user=a\u0007@b.example^auth=Bearer x^^"
            })
    void malformedXoauth2AsksNobody(String message) {
        begin(XOAUTH2, message).fails(Fault.MALFORMED);
    }

    @Test
    void whatIsSaidInJsonIsEscaped() {
        SaslFacts.BearerHint odd = new SaslFacts.BearerHint("a\"b\\c\nd", "");
        SaslFacts facts = new SaslFacts(Set.of(OAUTHBEARER), Optional.empty(), "n", odd);
        Move move = OAUTHBEARER.begin(facts, Optional.of(Bytes.utf8("n,,\u0001\u0001")));
        assertThat(((Move.Challenge) move).octets().asUtf8())
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"a\\\"b\\\\c\\u000ad\"}");
    }
}
