package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.Connection;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;

/** A question that is the first half of its delivery: each script is one connection, and all that was said on it. */
class KeptSessionTest {
    private static final String OK = "S: 250 2.1.5 Ok\n";
    private static final String MAIL = Scripts.MAIL + "S: 250 2.1.0 Ok\n";
    private static final String RCPT = Scripts.RCPT + OK;
    private static final String CAROL = "C: RCPT TO:<carol@example.org>\n";
    private static final String MADE_UP = "C: RCPT TO:<zzzzzzzz@example.org>\n";
    private static final String NO = "S: 550 5.1.1 No such user\n";
    private static final String RESET = "C: RSET\nS: 250 2.0.0 Ok\n";
    private static final String BODY = "C: DATA\nS: 354 Go\n" + Scripts.HELLO_BODY + "S: 250 2.0.0 taken\n";
    private static final String BYE = "C: QUIT\nS: 221 bye\n";
    private static final String BOB = "bob@example.org";

    private final Passage passage = new Passage(MailParameters.NONE);

    private static void assertDelivered(List<Result> results) {
        assertThat(results).isNotEmpty().hasOnlyElementsOfType(Result.Delivered.class);
    }

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

    private static PeerSession silentSession() {
        Connection silent = new Connection() {
            @Override
            public int read(byte[] into, Duration patience) {
                return -1;
            }

            @Override
            public void write(byte[] octets, int from, int length, Duration patience) {
                // nobody is there
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Hop hop =
                new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25));
        Watch watch = Watch.over(InstantSource.system(), Duration.ofMinutes(1));
        return new PeerSession(new SessionKey(ServerId.DEFAULT, hop), silent, Policies.quick(), watch);
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

    @Test
    void eachNameThatIsAskedAboutInAKeptSessionCounts() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-minute", "2"), peer)) {
            assertThat(rig.askFor(passage, BOB)).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "carol@example.org")).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "dora@example.org")).isInstanceOf(Answer.NotAsked.class);
            assertThat(rig.prober.keptSessions()).as("kept all the same").isEqualTo(1);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aNameThatWasMadeUpCountsToo() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + MADE_UP + NO + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-minute", "2"), peer)) {
            assertThat(rig.askBothFor(passage, BOB)).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "carol@example.org")).isInstanceOf(Answer.NotAsked.class);
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void whereAllPlacesAreTakenDnsIsNotAskedEither() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("in-all", "1"), peer)) {
            rig.askFor(passage, BOB);
            assertThat(rig.askFor(new Passage(MailParameters.NONE), BOB)).isInstanceOf(Answer.NotAsked.class);
            assertThat(rig.lookups).hasValue(1);
            assertThat(rig.askFor(passage, "carol@example.org"))
                    .as("in the place of its own session")
                    .isInstanceOf(Answer.Said.class);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @ParameterizedTest(name = "of {0} kept, one client has {1}")
    @CsvSource({"3, 1", "4, 1", "7, 1", "8, 2"})
    void oneClientHasAQuarterOfWhatIsKeptAtMost(int most, int quarter) {
        ProbeSettings settings = Settings.read(ProbeSettings.class, Map.of("kept", String.valueOf(most)));
        KeptSessions kept = new KeptSessions(settings, InstantSource.system());
        ProbeBudget budget = new ProbeBudget(settings, InstantSource.system());
        Passage eves = new Passage(MailParameters.NONE, "192.0.2.66");
        for (int i = 0; i <= quarter; i++) {
            assertThat(kept.keep(eves, silentSession(), place(budget, i))).isEqualTo(i < quarter);
        }
        assertThat(kept.keep(new Passage(MailParameters.NONE, "192.0.2.1"), silentSession(), place(budget, 9)))
                .as("another client")
                .isTrue();
        assertThat(kept.take(eves, _ -> true)).isPresent();
        assertThat(kept.keep(eves, silentSession(), place(budget, 10)))
                .as("one went")
                .isTrue();
    }

    private static ProbeBudget.Place place(ProbeBudget budget, int number) {
        return budget.enter("mx" + number + ".example", Duration.ZERO).orElseThrow();
    }

    @Test
    void aSessionThatIsKeptAgainAndAgainIsLetGoInTheEnd() {
        SetClock clock = new SetClock();
        ProbeSettings settings = Settings.read(ProbeSettings.class, Map.of("kept-for", "10s"));
        KeptSessions kept = new KeptSessions(settings, clock);
        PeerSession session = silentSession();
        ProbeBudget.Place place = place(new ProbeBudget(settings, clock), 1);
        assertThat(kept.keep(passage, session, place)).isTrue();
        clock.pass(Duration.ofMillis(9_999));
        assertThat(kept.take(passage, _ -> true)).isPresent();
        assertThat(kept.keep(passage, session, place)).isTrue();
        assertThat(kept.removeLate()).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(kept.removeLate()).hasSize(1);
    }
}
