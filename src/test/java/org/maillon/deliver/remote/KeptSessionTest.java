package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Settings;
import org.maillon.queue.Result;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;

/** A question that is the first half of its delivery: each script is one connection, and all that was said on it. */
class KeptSessionTest extends KeptSessionRig {
    @Test
    void theBodyFollowsInTheSessionThatTookTheEnvelope() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(rig.askFor(passage, BOB)).isInstanceOf(Answer.Said.class);
            assertThat(rig.prober.keptSessions()).isEqualTo(1);
            assertDelivered(rig.deliver(passage, BOB));
            assertThat(rig.prober.keptSessions()).isZero();
            assertThat(rig.delivery.idleSessions()).isEqualTo(1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void theNextMessageUsesTheSameSession() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + BODY + Scripts.TAKES_IT + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertDelivered(rig.deliver(passage, BOB));
            assertDelivered(rig.deliver(new Passage(MailParameters.NONE), BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aSecondRecipientJoinsTheTransaction() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            rig.askFor(passage, "carol@example.org");
            assertThat(rig.prober.keptSessions()).isEqualTo(1);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aRecipientThatWasRefusedLeavesTheOthersTheirTransaction() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + NO + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            rig.askFor(passage, "carol@example.org");
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void whoWasNotAskedAboutIsNamedBeforeTheBody() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aRecipientWhoIsNotInTheMessageGetsNone() {
        try (ScriptedPeer peer = new ScriptedPeer(
                        Scripts.GREETS + MAIL + RCPT + CAROL + OK + "C: RSET\n" + OK + Scripts.TAKES_IT + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            rig.askFor(passage, "carol@example.org");
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void anotherBodyTypeThanWasSaidBeginsTheTransactionAnew() {
        MailParameters eightBit = new MailParameters(
                OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, false, Optional.empty(), Optional.empty());
        String greets = Scripts.offering("8BITMIME");
        try (ScriptedPeer peer = new ScriptedPeer(greets + MAIL + RCPT + "C: RSET\n" + OK
                        + "C: MAIL FROM:<ada@sender.example> BODY=8BITMIME\n" + OK + RCPT + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertDelivered(rig.deliver(passage, eightBit, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @ParameterizedTest(name = "a client that declares {0} octets of 26")
    @ValueSource(longs = {26, 0})
    void aSizeThatWasDeclaredLeavesRoomForOurTrace(long declared) {
        Passage sized = new Passage(new MailParameters(
                OptionalLong.of(declared), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.empty()));
        String said = "C: MAIL FROM:<ada@sender.example> SIZE=" + (declared + 1024) + "\n" + OK;
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.offering("SIZE 10000") + said + RCPT + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(sized, BOB);
            assertDelivered(rig.deliver(sized, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aMessageLargerThanWasDeclaredBeginsAnew() {
        Passage sized = new Passage(
                new MailParameters(OptionalLong.of(1), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.empty()));
        byte[] large =
                ("Subject: large\r\n\r\n" + "x".repeat(70) + "\r\n").repeat(20).getBytes(US_ASCII);
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.offering("SIZE 10000")
                        + "C: MAIL FROM:<ada@sender.example> SIZE=1025\n" + OK + RCPT + "C: RSET\n" + OK
                        + "C: MAIL FROM:<ada@sender.example> SIZE=" + large.length + "\n" + OK + RCPT
                        + "C: DATA\nS: 354 Go\nC* " + (large.length + 3) + "\nS: 250 taken\n" + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(sized, BOB);
            assertDelivered(rig.deliver(sized, MailParameters.NONE, large, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void theMadeUpNameStaysInNoTransactionThatABodyFollows() {
        try (ScriptedPeer peer = new ScriptedPeer(
                        Scripts.GREETS + MAIL + RCPT + MADE_UP + OK + RESET + MAIL + RCPT + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askBothFor(passage, BOB);
            assertThat(rig.prober.keptSessions()).isEqualTo(1);
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aMadeUpNameThatIsRefusedCostsTheTransactionNothing() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + MADE_UP + NO + BODY + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askBothFor(passage, BOB);
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    /** Each way in which a kept session may be lost; the message is delivered by a session of its own, at once and once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLOSE",
                "S: 421 4.4.2 idle too long\nCLOSE",
                "C: DATA\nCLOSE",
                "C: DATA\nS: 421 4.4.2 idle too long\nCLOSE",
                "C: DATA\nS: 503 5.5.1 who are you?\nCLOSE",
                "C: DATA\nRAW nonsense\\r\\n\nHANG"
            })
    void aKeptSessionThatIsLostIsReplacedAtOnce(String loss) {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + loss, Scripts.WELL);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertDelivered(rig.deliver(passage, BOB));
            peer.finish();
        }
    }

    @Test
    void aPeerThatSaidYesAndRefusesTheBodyHasTheLastWord() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + "C: DATA\nS: 354 Go\n"
                        + Scripts.HELLO_BODY + "S: 550 5.7.1 spam\n" + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertThat(rig.deliver(passage, BOB)).singleElement().isInstanceOf(Result.Failed.class);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void lostBehindTheBodyItIsInDoubtLikeAnyOther() {
        try (ScriptedPeer peer = new ScriptedPeer(
                        Scripts.GREETS + MAIL + RCPT + "C: DATA\nS: 354 Go\n" + Scripts.HELLO_BODY + "CLOSE");
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertThat(rig.deliver(passage, BOB))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Result.Deferred.class,
                            deferred -> assertThat(deferred.failure().why()).contains("perhaps it has taken it"));
            peer.finish();
        }
    }

    @Test
    void aMessageThatNeverComesIsResetAndTheSessionServesOthers() {
        SetClock clock = new SetClock();
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + RESET + Scripts.TAKES_IT + BYE);
                ProbeRig rig = new ProbeRig(clock, Map.of("kept-for", "10s"), peer)) {
            rig.askFor(passage, BOB);
            clock.pass(Duration.ofMillis(9_999));
            rig.prober.sweep();
            assertThat(rig.prober.keptSessions()).isEqualTo(1);
            clock.pass(Duration.ofMillis(1));
            rig.prober.sweep();
            assertThat(rig.prober.keptSessions()).isZero();
            await().until(() -> rig.delivery.idleSessions() == 1);
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aTransactionThatEndsLetsItsSessionGo() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + RESET + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            passage.end();
            rig.prober.sweep();
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void anAnswerThatComesAfterTheMessageKeepsNothing() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + RESET + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.prober.becomes(passage, ProbeRig.ID);
            rig.askFor(passage, BOB);
            assertThat(rig.prober.keptSessions()).isZero();
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @ParameterizedTest(name = "{0} kept at most")
    @ValueSource(ints = {0, 1, 2})
    void keepsOnlySoMany(int most) {
        ProbeSettings settings = Settings.read(ProbeSettings.class, Map.of("kept", String.valueOf(most)));
        KeptSessions kept = new KeptSessions(settings, InstantSource.system());
        ProbeBudget budget = new ProbeBudget(settings, InstantSource.system());
        for (int i = 0; i <= most; i++) {
            ProbeBudget.Place place = budget.enter("mx.example", Duration.ZERO).orElseThrow();
            boolean isKept = kept.keep(new Passage(MailParameters.NONE), silentSession(), place);
            assertThat(isKept).isEqualTo(i < most);
        }
        assertThat(kept.size()).isEqualTo(most);
    }

    @Test
    void aKeptSessionCountsAmongTheSitesConnections() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + BODY + MAIL + RCPT);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-site", "1"), peer)) {
            rig.askFor(passage, BOB);
            assertThat(rig.askFor(new Passage(MailParameters.NONE), BOB)).isInstanceOf(Answer.NotAsked.class);
            assertDelivered(rig.deliver(passage, BOB));
            assertThat(rig.askFor(new Passage(MailParameters.NONE), BOB)).isInstanceOf(Answer.Said.class);
            peer.finish();
        }
    }

    @Test
    void saysGoodByeToKeptSessionsAtTheEnd() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            rig.delivery.close();
            peer.finish();
            assertThat(rig.prober.keptSessions()).isZero();
        }
    }

    /** 503 to RCPT is no word about the recipient: the peer has forgotten the transaction that it had begun. */
    @Test
    void aPeerThatForgotTheTransactionRefusesNoRecipient() {
        String forgets = Scripts.GREETS + MAIL + RCPT + CAROL + "S: 503 5.5.1 who are you?\nHANG";
        try (ScriptedPeer peer = new ScriptedPeer(forgets, Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.askFor(passage, BOB);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            peer.finish();
        }
    }
}
