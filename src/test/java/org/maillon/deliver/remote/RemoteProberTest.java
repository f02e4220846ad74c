package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.Dialer;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.verify.Answer;
import org.maillon.verify.Purpose;
import org.maillon.verify.Question;
import org.maillon.wire.smtp.Reply;

/** What is said to a server that is asked, and what is made of servers that behave badly. */
class RemoteProberTest {
    private static final String FROM_NOBODY = "C: MAIL FROM:<>\n";
    private static final String MADE_UP = "C: RCPT TO:<zzzzzzzz@example.org>\n";
    private static final String OK = "S: 250 2.1.0 Ok\n";
    private static final String RESET = "C: RSET\nS: 250 2.0.0 Ok\n";
    private static final String BYE = "C: QUIT\nS: 221 bye\n";
    private static final Map<String, String> IMPATIENT = Map.of("reply", "1s", "whole", "2s");

    private static Reply said(Answer answer) {
        return ((Answer.Said) answer).reply();
    }

    @Test
    void asksAsANoticeWouldAndSaysGoodBye() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT
                        + "S: 550 5.1.1 No such user\n" + RESET + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            Answer answer = rig.ask("bob@example.org");
            assertThat(answer).isInstanceOfSatisfying(Answer.Said.class, said -> {
                assertThat(said.server()).isEqualTo("mx.example");
                assertThat(said.reply()).hasToString("550 5.1.1 No such user");
                assertThat(said.toMadeUp()).isEmpty();
            });
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void asksAboutManyOverOneSession() {
        String question = FROM_NOBODY + OK + Scripts.RCPT + OK + RESET;
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + question + question + question + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            for (int i = 0; i < 3; i++) {
                assertThat(said(rig.ask("bob@example.org")).code()).isEqualTo(250);
                await().until(() -> rig.delivery.idleSessions() == 1);
            }
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void saysTheEnvelopeInOneBreathWherePipeliningIsOffered() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.offering("PIPELINING", "DSN") + FROM_NOBODY
                        + "C: RCPT TO:<bob@example.org> NOTIFY=NEVER\n" + OK + OK + RESET + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(said(rig.ask("bob@example.org")).code()).isEqualTo(250);
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void asksAboutANameThatNobodyBearsWhereTheFirstHearsYes() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + OK + MADE_UP
                        + "S: 550 5.1.1 No such user\n" + RESET + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            Answer.Said said = (Answer.Said) rig.askBoth("bob@example.org");
            assertThat(said.reply().code()).isEqualTo(250);
            assertThat(said.toMadeUp().orElseThrow().code()).isEqualTo(550);
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void finishesTheAnswerWhereTheServerHangsUpOnTheMadeUpName() {
        try (ScriptedPeer peer =
                        new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + OK + MADE_UP + "CLOSE");
                ProbeRig rig = new ProbeRig(peer)) {
            Answer.Said said = (Answer.Said) rig.askBoth("bob@example.org");
            assertThat(said.reply().code()).isEqualTo(250);
            assertThat(said.toMadeUp()).isEmpty();
            peer.finish();
        }
    }

    @ParameterizedTest(name = "pipelining {0}")
    @CsvSource({"true", "false"})
    void aServerThatRefusesTheSenderHasSaidNothingOfTheRecipient(boolean pipelining) {
        String hello = pipelining ? Scripts.offering("PIPELINING") : Scripts.GREETS;
        String envelope = pipelining ? FROM_NOBODY + Scripts.RCPT : FROM_NOBODY;
        String refusal = "S: 550 5.7.1 No bounces\n" + (pipelining ? "S: 503 5.5.1 no sender\n" : "");
        try (ScriptedPeer peer = new ScriptedPeer(hello + envelope + refusal + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(rig.ask("bob@example.org"))
                    .isEqualTo(new Answer.SenderRefused("mx.example", Reply.of(550, "5.7.1", "No bounces")));
            await().until(() -> rig.delivery.idleSessions() == 1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void namesTheSenderOfTheSettings() {
        try (ScriptedPeer peer = new ScriptedPeer(
                        Scripts.GREETS + "C: MAIL FROM:<postmaster@us.example>\n" + OK + Scripts.RCPT + OK + RESET);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("sender", "postmaster@us.example"), peer)) {
            assertThat(said(rig.ask("bob@example.org")).code()).isEqualTo(250);
            peer.finish();
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            HANG                                | did not send its greeting within 1s
            S: 554 5.3.2 No mail here           | said, as its greeting: 554 5.3.2 No mail here
            S: 421 4.3.2 Busy                   | said, as its greeting: 421 4.3.2 Busy
            CLOSE                               | closed the connection before its greeting
            RAW HTTP/1.1 400 Bad\\r\\n          | a line that is no reply
            RAW 220-more\\r\\n220-more          | its greeting
            """)
    void aServerThatDoesNotGreetCannotBeAsked(String script, String why) {
        try (ScriptedPeer peer = new ScriptedPeer(script);
                ProbeRig rig = new ProbeRig(InstantSource.system(), IMPATIENT, peer)) {
            assertThat(rig.ask("bob@example.org"))
                    .isInstanceOfSatisfying(
                            Answer.Unreachable.class,
                            none -> assertThat(none.why()).contains(why));
        }
    }

    @Test
    void aReplyThatNeverEndsIsHeardToItsBoundOnly() {
        String endless = "RAW " + "250-more and more\\r\\n".repeat(200);
        try (ScriptedPeer peer =
                        new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + endless + "\nHANG");
                ProbeRig rig = new ProbeRig(InstantSource.system(), IMPATIENT, peer)) {
            assertThat(rig.ask("bob@example.org"))
                    .isInstanceOfSatisfying(
                            Answer.Unreachable.class,
                            none -> assertThat(none.why()).contains("a reply of more than 128 lines"));
            peer.finish();
        }
    }

    @Test
    void aServerThatHangsAtRcptIsLeftInItsTime() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + "HANG");
                ProbeRig rig = new ProbeRig(InstantSource.system(), IMPATIENT, peer)) {
            assertThat(rig.ask("bob@example.org"))
                    .isInstanceOfSatisfying(
                            Answer.Unreachable.class,
                            none -> assertThat(none.why()).contains("did not send its answer to RCPT within 1s"));
            peer.finish();
        }
    }

    @Test
    void asksTheNextServerWhereOneIsDownAndNoMoreThanItMay() {
        try (ScriptedPeer down = new ScriptedPeer("S: 421 4.3.2 Busy");
                ScriptedPeer well = new ScriptedPeer(Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + OK + RESET);
                ProbeRig rig = new ProbeRig(down, well)) {
            assertThat(said(rig.ask("bob@example.org")).code()).isEqualTo(250);
            down.finish();
            well.finish();
        }
        try (ScriptedPeer down = new ScriptedPeer("S: 421 4.3.2 Busy");
                ScriptedPeer well = new ScriptedPeer(Scripts.WELL);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("servers", "1"), down, well)) {
            assertThat(rig.ask("bob@example.org")).isInstanceOf(Answer.Unreachable.class);
        }
    }

    @Test
    void greylistingIsTheServersOwnWord() {
        try (ScriptedPeer peer = new ScriptedPeer(
                        Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + "S: 450 4.2.0 Greylisted\n" + RESET);
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(said(rig.askBoth("bob@example.org"))).hasToString("450 4.2.0 Greylisted");
            peer.finish();
        }
    }

    @Test
    void neverAsksItself() {
        try (ScriptedPeer peer = new ScriptedPeer("S: 220 me.example ESMTP\n" + BYE);
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(rig.ask("bob@example.org"))
                    .isInstanceOfSatisfying(
                            Answer.NotAsked.class,
                            none -> assertThat(none.why()).contains("this very server"));
            peer.finish();
        }
    }

    @Test
    void anAddressThatCouldEndACommandIsNotSaid() {
        try (ScriptedPeer peer = new ScriptedPeer();
                ProbeRig rig = new ProbeRig(peer)) {
            assertThat(rig.ask("bob\r\nDATA@example.org")).isInstanceOf(Answer.NotAsked.class);
            assertThat(rig.dialer.inUse()).isZero();
        }
    }

    @Test
    void aSessionThatDiedWhileItLayIdleIsNoTrouble() {
        String question = FROM_NOBODY + OK + Scripts.RCPT + OK + RESET;
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + question, Scripts.GREETS + question);
                ProbeRig rig = new ProbeRig(peer)) {
            rig.ask("bob@example.org");
            await().until(() -> rig.delivery.idleSessions() == 1);
            assertThat(said(rig.ask("bob@example.org")).code()).isEqualTo(250);
            peer.finish();
        }
    }

    @ParameterizedTest(name = "{0} questions a minute, the {1}th")
    @CsvSource({"3, 3, true", "3, 4, false", "1, 1, true", "1, 2, false"})
    void asksASiteOnlySoOftenInAMinute(int most, int questions, boolean lastIsAsked) {
        SetClock clock = new SetClock();
        ProbeBudget budget = budget(clock, Map.of("per-minute", String.valueOf(most)));
        for (int i = 1; i < questions; i++) {
            budget.enter("mx.example", Duration.ZERO).orElseThrow().close();
        }
        assertThat(budget.enter("mx.example", Duration.ZERO).isPresent()).isEqualTo(lastIsAsked);
        assertThat(budget.enter("mx.elsewhere", Duration.ZERO))
                .as("another site")
                .isPresent();
    }

    @Test
    void timeFillsTheBudgetAndAnUnusedSiteIsForgotten() {
        SetClock clock = new SetClock();
        ProbeBudget budget = budget(clock, Map.of("per-minute", "1"));
        budget.enter("mx.example", Duration.ZERO).orElseThrow().close();
        clock.pass(Duration.ofMillis(59_999));
        assertThat(budget.enter("mx.example", Duration.ZERO)).isEmpty();
        budget.sweep();
        assertThat(budget.sites()).isEqualTo(1);
        clock.pass(Duration.ofMillis(1));
        budget.sweep();
        assertThat(budget.sites()).isZero();
        assertThat(budget.enter("mx.example", Duration.ZERO)).isPresent();
    }

    @ParameterizedTest(name = "{0} = 2")
    @CsvSource({"per-site", "in-all"})
    void asksOnlySoManyAtOneTime(String setting) {
        ProbeBudget budget = budget(new SetClock(), Map.of(setting, "2"));
        ProbeBudget.Place first = budget.enter("mx.example", Duration.ZERO).orElseThrow();
        assertThat(budget.enter("mx.example", Duration.ZERO)).isPresent();
        assertThat(budget.enter("mx.example", Duration.ZERO)).isEmpty();
        first.close();
        first.close();
        assertThat(budget.enter("mx.example", Duration.ZERO)).isPresent();
        assertThat(budget.enter("mx.example", Duration.ZERO)).isEmpty();
    }

    @Test
    void whoIsPatientWaitsForATurn() {
        ProbeBudget budget = budget(InstantSource.system(), Map.of("per-site", "1"));
        ProbeBudget.Place place = budget.enter("mx.example", Duration.ZERO).orElseThrow();
        LinkedBlockingQueue<ProbeBudget.Place> got = new LinkedBlockingQueue<>();
        Thread waiting = Thread.startVirtualThread(
                () -> budget.enter("mx.example", Duration.ofMinutes(1)).ifPresent(got::add));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(got).isEmpty();
        place.close();
        await().until(() -> !got.isEmpty());
    }

    @Test
    void givesItsPlaceBackWhateverHappens() {
        List<String> scripts = List.of("CLOSE", "S: 220 me.example\n" + BYE, "S: 554 no\n" + BYE);
        for (String script : scripts) {
            try (ScriptedPeer peer =
                            new ScriptedPeer(script, Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + OK + RESET);
                    ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-site", "1"), peer)) {
                rig.ask("bob@example.org");
                await().untilAsserted(
                                () -> assertThat(rig.ask("bob@example.org")).isInstanceOf(Answer.Said.class));
            }
        }
    }

    private static ProbeBudget budget(InstantSource clock, Map<String, String> settings) {
        return new ProbeBudget(org.maillon.kernel.Settings.read(ProbeSettings.class, settings), clock);
    }

    /** Its setting was read by nobody. */
    @ParameterizedTest
    @CsvSource({"2s, 2s", "5s, 5s", "6s, 5s"})
    void waitsForAConnectionNoLongerThanItsSettingAndThatOfADelivery(String connect, String waits) {
        Hop hop = new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress("192.0.2.1", 25));
        SetClock clock = new SetClock();
        Dialer silent = (_, patience) -> {
            clock.pass(patience);
            throw new SocketTimeoutException("connect timed out");
        };
        try (RemoteDelivery delivery = new RemoteDelivery(silent, _ -> "me.example", clock, Policies.quick())) {
            RemoteProber prober = delivery.prober(
                    new RemoteProber.Ways(
                            address -> new Route.Mx(address.domain()), _ -> new NextHops.Servers(List.of(hop))),
                    Settings.read(ProbeSettings.class, Map.of("connect", connect)));
            Answer answer = prober.ask(
                    new Question(Mails.address("bob@example.org"), new Purpose.Curiosity(false), Optional.empty()));

            assertThat(answer).isInstanceOf(Answer.Unreachable.class).asString().contains("within " + waits);
            assertThat(clock.gone()).hasToString("PT" + waits.toUpperCase(Locale.ROOT));
        }
    }

    @ParameterizedTest(name = "{0} and {1}, behind 3 questions to the first where 3 may be: may it? {2}")
    @CsvSource({
        "192.0.2.1, 192.0.2.1, false",
        "192.0.2.1, 192.0.2.2, true",
        "2001:db8::1, 2001:db8::ffff:2, false",
        "2001:db8::1, 2001:db8:0:1::1, true"
    })
    void whoeverNamesOneServerInManyWaysGetsNoMoreOfIt(String first, String second, boolean may) {
        SetClock clock = new SetClock();
        ProbeBudget budget = budget(clock, Map.of("per-address-minute", "3"));
        for (int i = 0; i < 3; i++) {
            assertThat(asks(budget, "mx" + i + ".evil.example", first)).isTrue();
        }
        assertThat(asks(budget, "mx.evil.example", second)).isEqualTo(may);
        clock.pass(Duration.ofMinutes(1));
        assertThat(asks(budget, "mx.evil.example", second)).as("in a minute").isTrue();
    }

    private static boolean asks(ProbeBudget budget, String site, String address) {
        try (ProbeBudget.Place place = budget.begin(Duration.ZERO).orElseThrow()) {
            return place.mayAsk(site, Optional.of(InetAddress.ofLiteral(address)), Duration.ZERO);
        }
    }

    @Test
    void callsAnAddressOnlySoOftenAtOneTimeWhateverItsNames() {
        ProbeBudget budget = budget(new SetClock(), Map.of("per-address", "2"));
        InetAddress victim = InetAddress.ofLiteral("192.0.2.1");
        ProbeBudget.Place first =
                budget.enter("mx1.evil.example", Duration.ZERO).orElseThrow();
        ProbeBudget.Place second =
                budget.enter("mx2.evil.example", Duration.ZERO).orElseThrow();
        ProbeBudget.Place third =
                budget.enter("mx3.evil.example", Duration.ZERO).orElseThrow();
        assertThat(first.mayVisit(victim)).isTrue();
        assertThat(first.mayVisit(victim)).as("once is enough").isTrue();
        assertThat(second.mayVisit(victim)).isTrue();
        assertThat(third.mayVisit(victim)).isFalse();
        first.close();
        assertThat(third.mayVisit(victim)).isTrue();
    }

    @Test
    void manyDomainsWithServersOfTheirOwnNamesDoNotAddUpAtOneAddress() {
        String question = Scripts.GREETS + FROM_NOBODY + OK + Scripts.RCPT + OK + RESET;
        try (ScriptedPeer peer = new ScriptedPeer(question);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-address-minute", "1"), peer)) {
            assertThat(rig.ask("bob@example.org")).isInstanceOf(Answer.Said.class);
            assertThat(rig.ask("bob@example.org")).isInstanceOf(Answer.NotAsked.class);
            peer.finish();
        }
    }
}
