package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Result;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Wishes;

/** What a message needs, and what a peer lacks. */
class FittingTest {
    private static final String UMLAUTS = "Subject: hello\r\n\r\nGr\u00fc\u00dfe\r\n";
    private static final String TAKEN = "S: 250 2.0.0 taken\n";

    private static MailParameters body(BodyType body) {
        return new MailParameters(OptionalLong.empty(), body, false, Optional.empty(), Optional.empty());
    }

    private static MailParameters utf8() {
        return new MailParameters(
                OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, true, Optional.empty(), Optional.empty());
    }

    private static Errand errand(MailParameters parameters, String message) {
        return Mails.errand(parameters, message.getBytes(UTF_8), "bob@example.org");
    }

    private static List<Result> deliver(RemotePolicy policy, Errand errand, String script) {
        try (DeliveryRig rig = new DeliveryRig(policy);
                ScriptedPeer peer = new ScriptedPeer(script)) {
            List<Result> results = rig.deliver(errand, peer);
            rig.delivery.close();
            peer.finish();
            return results;
        }
    }

    private static void assertFailed(Result result, String reply) {
        assertThat(result).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.failure().reply().toString()).startsWith(reply);
            assertThat(failed.failure().remote()).isEmpty();
            assertThat(failed.failure().why()).startsWith("mx.example [127.0.0.1]:");
        });
    }

    private static final String BYE = "C: QUIT\nS: 221 bye\n";

    @Test
    void comparesTheSizeWithTheServersBoundBeforeItSendsAnything() {
        for (int size = 99; size <= 101; size++) {
            Errand errand = errand(MailParameters.NONE, "x".repeat(size - 2) + "\r\n");
            String greets = Scripts.offering("SIZE 100", "CHUNKING");
            if (size == 101) {
                assertFailed(deliver(Policies.quick(), errand, greets + BYE).getFirst(), "552 5.3.4");
            } else {
                String script = greets + "C: MAIL FROM:<ada@sender.example> SIZE=" + size + "\nS: 250 Ok\n"
                        + Scripts.RCPT + "S: 250 Ok\nC: BDAT " + size + " LAST\nC* " + size + "\n" + TAKEN + BYE;
                assertThat(deliver(Policies.quick(), errand, script)).hasOnlyElementsOfType(Result.Delivered.class);
            }
        }
    }

    /** RFC 2852 §4.1: only what may be late goes where nobody knows of deadlines. */
    @ParameterizedTest
    @CsvSource({"RETURN, 8BITMIME, false", "RETURN, DELIVERBY 60, true", "NOTIFY, 8BITMIME, true"})
    void whatIsToComeBackInTimeGoesToServersThatPromiseIt(DeliverBy.Mode mode, String offer, boolean goes) {
        Optional<DeliverBy> by = Optional.of(new DeliverBy(Duration.ofHours(1), mode, false));
        Errand errand = errand(
                MailParameters.NONE.with(new Wishes(false, Optional.empty(), by, 0)),
                "Subject: hello\r\n\r\nHello\r\n");
        String parameter = offer.startsWith("DELIVERBY") ? " BY=3600;R" : "";
        String hands = "C: MAIL FROM:<ada@sender.example>" + parameter + "\nS: 250 Ok\n" + Scripts.RCPT
                + "S: 250 Ok\nC: DATA\nS: 354 Go\nC: Subject: hello\nC:\nC: Hello\nC: .\n" + TAKEN;

        List<Result> results = deliver(Policies.quick(), errand, Scripts.offering(offer) + (goes ? hands : "") + BYE);

        if (goes) {
            assertThat(results).hasOnlyElementsOfType(Result.Delivered.class);
        } else {
            assertFailed(results.getFirst(), "554 5.3.3");
        }
    }

    @Test
    void declaresEightBitsWhereTheyAreWelcome() {
        String script = Scripts.offering("8BITMIME")
                + "C: MAIL FROM:<ada@sender.example> BODY=8BITMIME\nS: 250 Ok\n" + Scripts.RCPT
                + "S: 250 Ok\nC: DATA\nS: 354 Go\nC: Subject: hello\nC:\nC: Gr\u00fc\u00dfe\nC: .\n" + TAKEN + BYE;
        assertThat(deliver(Policies.quick(), errand(body(BodyType.EIGHT_BIT_MIME), UMLAUTS), script))
                .hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void justSendsEightBitsToAServerThatDoesNotSpeakOfThem() {
        String script = Scripts.GREETS + Scripts.MAIL + "S: 250 Ok\n" + Scripts.RCPT
                + "S: 250 Ok\nC: DATA\nS: 354 Go\nC: Subject: hello\nC:\nC: Gr\u00fc\u00dfe\nC: .\n" + TAKEN + BYE;
        assertThat(deliver(Policies.quick(), errand(body(BodyType.EIGHT_BIT_MIME), UMLAUTS), script))
                .hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void failsEightBitsWhereItIsToldToBeStrict() {
        RemotePolicy strict = Policies.with(Map.of("eight-bit-mime", "strict"), Map.of());
        assertFailed(
                deliver(strict, errand(body(BodyType.EIGHT_BIT_MIME), UMLAUTS), Scripts.GREETS + BYE)
                        .getFirst(),
                "554 5.6.3");
    }

    @Test
    void isStrictOnlyWithMessagesThatReallyHoldEightBits() {
        RemotePolicy strict = Policies.with(Map.of("eight-bit-mime", "strict"), Map.of());
        assertThat(deliver(strict, errand(body(BodyType.EIGHT_BIT_MIME), Mails.HELLO), Scripts.WELL + BYE))
                .hasOnlyElementsOfType(Result.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8BITMIME", "CHUNKING", "BINARYMIME"})
    void failsABinaryMessageWhereTheServerLacksHalfOfWhatItNeeds(String offered) {
        assertFailed(
                deliver(Policies.quick(), errand(body(BodyType.BINARY_MIME), "a\0\n"), Scripts.offering(offered) + BYE)
                        .getFirst(),
                "554 5.6.3");
    }

    @Test
    void sendsABinaryMessageAsItIs() {
        for (String chunking : List.of("when-offered", "when-needed")) {
            String script = Scripts.offering("CHUNKING", "BINARYMIME")
                    + "C: MAIL FROM:<ada@sender.example> BODY=BINARYMIME\nS: 250 Ok\n" + Scripts.RCPT
                    + "S: 250 Ok\nC: BDAT 4 LAST\nC* 4\n" + TAKEN + BYE;
            assertThat(deliver(
                            Policies.with(Map.of("chunking", chunking), Map.of()),
                            errand(body(BodyType.BINARY_MIME), "\0\n.\n"),
                            script))
                    .hasOnlyElementsOfType(Result.Delivered.class);
        }
    }

    @Test
    void usesDataWhereChunksAreOnlyForNeed() {
        RemotePolicy policy = Policies.with(Map.of("chunking", "when-needed"), Map.of());
        String script = Scripts.offering("CHUNKING") + Scripts.TAKES_IT + BYE;
        assertThat(deliver(policy, errand(MailParameters.NONE, Mails.HELLO), script))
                .hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void failsASenderInUtf8WhereTheServerLacksSmtpUtf8() {
        Errand errand = Mails.errand(
                "d\u00f6rte@sender.example", utf8(), new Mails.Octets(bytes(Mails.HELLO)), "bob@example.org");
        assertFailed(deliver(Policies.quick(), errand, Scripts.GREETS + BYE).getFirst(), "550 5.6.7");
    }

    @Test
    void failsAHeaderInUtf8WhereTheServerLacksSmtpUtf8() {
        String message = "Subject: Gr\u00fc\u00dfe\r\n\r\nHello.\r\n";
        assertFailed(
                deliver(Policies.quick(), errand(utf8(), message), Scripts.GREETS + BYE)
                        .getFirst(),
                "550 5.6.9");
    }

    @Test
    void failsOnlyTheRecipientWhoseAddressTheServerCannotRead() {
        Errand errand = Mails.errand(
                "ada@sender.example",
                utf8(),
                new Mails.Octets(bytes(Mails.HELLO)),
                "d\u00f6rte@example.org",
                "bob@example.org");
        List<Result> results = deliver(Policies.quick(), errand, Scripts.WELL + BYE);
        assertFailed(results.getFirst(), "553 5.6.7");
        assertThat(results.get(1)).isInstanceOf(Result.Delivered.class);
    }

    @Test
    void sendsAMessageThatWasDeclaredUtf8ButNeedsItNowhere() {
        String script = Scripts.GREETS + Scripts.MAIL + "S: 250 Ok\n" + Scripts.RCPT
                + "S: 250 Ok\nC: DATA\nS: 354 Go\nC: Subject: hello\nC:\nC: Gr\u00fc\u00dfe\nC: .\n" + TAKEN + BYE;
        assertThat(deliver(Policies.quick(), errand(utf8(), UMLAUTS), script))
                .hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void declaresUtf8WhereItIsWelcome() {
        Errand errand = Mails.errand(
                "d\u00f6rte@sender.example",
                MailParameters.NONE,
                new Mails.Octets(bytes(Mails.HELLO)),
                "b\u00f6b@example.org");
        String script = Scripts.offering("SMTPUTF8", "8BITMIME")
                + "C: MAIL FROM:<d\u00f6rte@sender.example> SMTPUTF8\nS: 250 Ok\n"
                + "C: RCPT TO:<b\u00f6b@example.org>\nS: 250 Ok\nC: DATA\nS: 354 Go\n" + Scripts.HELLO_BODY + TAKEN
                + BYE;
        assertThat(deliver(Policies.quick(), errand, script)).hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void neverLetsAnAddressEndACommand() {
        Errand errand = Mails.errand(Mails.HELLO, "a\r\nRCPT TO:<x@example.org>\r\n@example.org", "bob@example.org");
        List<Result> results = deliver(Policies.quick(), errand, Scripts.WELL + BYE);
        assertFailed(results.getFirst(), "553 5.1.3");
        assertThat(results.get(1)).isInstanceOf(Result.Delivered.class);
    }

    @Test
    void saysThatTheServerLacksDsnSoThatANoticeIsOurs() {
        String with = Scripts.offering("DSN") + Scripts.TAKES_IT + BYE;
        assertThat(deliver(Policies.quick(), errand(MailParameters.NONE, Mails.HELLO), with))
                .first()
                .isInstanceOfSatisfying(
                        Result.Delivered.class,
                        delivered -> assertThat(delivered.relayedWithoutDsn()).isFalse());
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }
}
