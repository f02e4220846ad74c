package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.wire.sasl.Mechanism.SCRAM_SHA_256;
import static org.maillon.wire.sasl.Mechanism.SCRAM_SHA_256_PLUS;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

class ScramTest {
    private static final Bytes SALT = Bytes.wrap(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
    private static final Bytes EXPORTED = Bytes.utf8("thirty-two octets of this channel");
    private static final ScramKeys PENCIL = keys("pencil");

    // RFC 7677 §3.
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static ScramKeys keys(String... passwords) {
        List<ScramKeys.Pair> pairs = java.util.Arrays.stream(passwords)
                .map(password -> ScramMath.pair(Secret.utf8(password), SALT, 4096))
                .toList();
        return new ScramKeys(SALT, 4096, pairs);
    }

    private static Exchange first(String message) {
        return Exchange.begin(SCRAM_SHA_256, Exchange.facts(SERVER_NONCE, Optional.empty()), message);
    }

    @Test
    void theExampleOfRfc7677() {
        Exchange exchange = first(CLIENT_FIRST);
        assertThat(exchange.question()).isEqualTo(new Question.Keys("user"));
        exchange.answered(new Answer.Keys(PENCIL)).isChallenged(SERVER_FIRST).says(CLIENT_FINAL);
        assertThat(exchange.question())
                .isEqualTo(new Question.Proved(
                        Optional.empty(), "user", Optional.of(PENCIL.pairs().getFirst())));
        exchange.answered(new Answer.Granted())
                .isChallenged(SERVER_FINAL)
                .says("")
                .succeeds();
    }

    @Test
    void anyOfSeveralPasswordsProves() {
        Exchange exchange = first(CLIENT_FIRST)
                .answered(new Answer.Keys(keys("other", "pencil", "third")))
                .says(CLIENT_FINAL);
        assertThat(exchange.question())
                .isEqualTo(new Question.Proved(
                        Optional.empty(), "user", Optional.of(PENCIL.pairs().getFirst())));
    }

    @Test
    void anotherPasswordProvesNothing() {
        Exchange exchange =
                first(CLIENT_FIRST).answered(new Answer.Keys(keys("crayon"))).says(CLIENT_FINAL);
        assertThat(exchange.question()).isEqualTo(new Question.Proved(Optional.empty(), "user", Optional.empty()));
        exchange.answered(new Answer.Denied()).fails(Fault.DENIED);
    }

    /** A name that nobody has goes the same way to the same end. */
    @Test
    void anAccountWithoutKeysIsAskedForItsProofAllTheSame() {
        Exchange exchange =
                first(CLIENT_FIRST).answered(new Answer.Keys(keys())).says(CLIENT_FINAL);
        assertThat(exchange.question()).isEqualTo(new Question.Proved(Optional.empty(), "user", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "x,,n=user,r=abc",
                "n,b=z,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "n,,n=,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=user,r=a b",
                "n,,m=ext,n=user,r=abc",
                "n,,r=abc,n=user",
                "n,,n=user,r=abc,",
                "n,,n=user,r=abc,m=must",
                "n,,n=user,r=abc,nonsense",
                "p=,,n=user,r=abc",
                "p=a_b,,n=user,r=abc",
                "n,,n=us\u0007er,r=abc"
            })
    void aMalformedFirstMessageAsksNobody(String message) {
        first(message).fails(Fault.MALFORMED);
    }

    @Test
    void commaAndEqualsSignInANameAreWrittenOtherwise() {
        assertThat(first("n,a=bo=3Dss,n=us=2Cer,r=abc").question()).isEqualTo(new Question.Keys("us,er"));
    }

    @Test
    void optionalExtensionsArePassedOver() {
        assertThat(first("n,,n=user,r=abc,x=what,Y=else").question()).isEqualTo(new Question.Keys("user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=NONCE",
                "r=NONCE,c=biws,p=AAAA",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=AAAA",
                "c=biws,r=NONCEx,p=AAAA",
                "c=biws,r=NONCE,p=AA*A",
                "c=biws,r=NONCE,p=",
                "c=biws,r=NONCE,p=AAAA,x=y",
                "c=biws,r=NONCE,m=must,p=AAAA",
                "c=b,r=NONCE,p=AAAA"
            })
    void aMalformedProofAsksNobody(String message) {
        first(CLIENT_FIRST)
                .answered(new Answer.Keys(PENCIL))
                .says(message.replace("NONCE", NONCE))
                .fails(Fault.MALFORMED);
    }

    @Test
    void aBindingOtherThanTheFirstMessageSaidFails() {
        first(CLIENT_FIRST)
                .answered(new Answer.Keys(PENCIL))
                .says("c=eSws,r=" + NONCE + ",p=AAAA") // y,,
                .fails(Fault.BINDING);
    }

    @Test
    void whoSaysAnythingToOurSignatureHasNotBelievedIt() {
        first(CLIENT_FIRST)
                .answered(new Answer.Keys(PENCIL))
                .says(CLIENT_FINAL)
                .answered(new Answer.Granted())
                .says("no")
                .fails(Fault.MALFORMED);
    }

    @Test
    void keysThatCannotBeHadEndIt() {
        first(CLIENT_FIRST).answered(new Answer.Later()).fails(Fault.LATER);
    }

    /** RFC 5802 §6. */
    @Test
    void aStruckPlusIsFound() {
        Exchange.begin(SCRAM_SHA_256, Exchange.facts("s", Optional.of(EXPORTED)), "y,,n=user,r=abc")
                .fails(Fault.BINDING);
        assertThat(first("y,,n=user,r=abc").question()).isEqualTo(new Question.Keys("user"));
        assertThat(Exchange.begin(SCRAM_SHA_256, Exchange.facts("s", Optional.of(EXPORTED)), "n,,n=user,r=abc")
                        .question())
                .isEqualTo(new Question.Keys("user"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,,", "y,,", "p=tls-unique,,", "p=tls-server-end-point,,", "p=TLS-EXPORTER,,"})
    void plusNeedsTheBindingThatWeHave(String header) {
        Exchange.begin(SCRAM_SHA_256_PLUS, Exchange.facts("s", Optional.of(EXPORTED)), header + "n=user,r=abc")
                .fails(Fault.BINDING);
    }

    @Test
    void bindingWithoutPlusOrWithoutTlsFails() {
        first("p=tls-exporter,,n=user,r=abc").fails(Fault.BINDING);
        Exchange.begin(SCRAM_SHA_256_PLUS, Exchange.PLAINLY, "p=tls-exporter,,n=user,r=abc")
                .fails(Fault.BINDING);
    }

    @Test
    void plusIsBoundToItsChannel() {
        assertThat(bound(EXPORTED).question())
                .isEqualTo(new Question.Proved(
                        Optional.empty(), "user", Optional.of(PENCIL.pairs().getFirst())));
        bound(Bytes.utf8("another channel's octets altogether")).fails(Fault.BINDING);
    }

    /** A client that sees {@code seen} as the channel's octets. */
    private static Exchange bound(Bytes seen) {
        Exchange exchange = Exchange.begin(
                        SCRAM_SHA_256_PLUS,
                        Exchange.facts("srv", Optional.of(EXPORTED)),
                        "p=tls-exporter,,n=user,r=abc")
                .answered(new Answer.Keys(PENCIL));
        Bytes input = Bytes.utf8("p=tls-exporter,,").plus(seen);
        return exchange.says(ScramClient.finalMessage("n=user,r=abc", exchange.challenge(), input, "pencil"));
    }

    @Test
    void keysPrintAsStars() {
        assertThat(PENCIL.toString())
                .contains("***")
                .doesNotContain(PENCIL.pairs().getFirst().stored().toString());
    }

    @Test
    void keysAreNoAnswerToAProof() {
        Exchange exchange =
                first(CLIENT_FIRST).answered(new Answer.Keys(PENCIL)).says(CLIENT_FINAL);
        assertThatThrownBy(() -> exchange.answered(new Answer.Keys(PENCIL))).isInstanceOf(IllegalStateException.class);
    }
}
