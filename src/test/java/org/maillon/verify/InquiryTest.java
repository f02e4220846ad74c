package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.store.model.ModelStore;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** What is asked, and what is remembered of the answers. */
class InquiryTest {
    private static final Reply YES = Reply.of(250, "2.1.5", "Ok");
    private static final Reply NO = Reply.of(550, "5.1.1", "User unknown");
    private static final Reply GREYLISTED = Reply.of(450, "4.2.0", "Greylisted");
    private static final Reply POLICY = Reply.of(550, "5.7.1", "Go away");
    private static final Purpose CURIOSITY = new Purpose.Curiosity(false);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Address BOB = Town.address("bob@there.example");

    private final ModelStore store = new ModelStore();
    private final SetClock clock = new SetClock(Town.NOON);
    private final SetClock steady = new SetClock(Instant.EPOCH);
    private final LinkedBlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private volatile Function<Question, Answer> peer = _ -> said(YES);
    private Inquiry inquiry = inquiry(Map.of());

    private Inquiry inquiry(Map<String, String> settings) {
        Verdicts verdicts = new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, settings));
        return new Inquiry(verdicts, this::answer, new Random(5), clock);
    }

    private Answer answer(Question question) {
        asked.add(question);
        return peer.apply(question);
    }

    private static Answer said(Reply reply) {
        return new Answer.Said("mx.there.example", reply, Optional.empty());
    }

    private static Answer saidOfBoth(Reply reply, Reply toMadeUp) {
        return new Answer.Said("mx.there.example", reply, Optional.of(toMadeUp));
    }

    /** As the verifier does: what is remembered, or else a question. */
    private Known know(Address address) {
        return inquiry.remembered(address, "mx").orElseGet(() -> inquiry.ask(address, "mx", CURIOSITY, LONG));
    }

    private void awaitRows(int rows) {
        await().untilAsserted(
                        () -> assertThat(store.scan(VerdictRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                                .hasSize(rows));
    }

    private void pass(Duration time) {
        clock.pass(time);
        steady.pass(time);
    }

    @Test
    void asksOnceHoweverManyWantToKnow() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(NO);
        };
        LinkedBlockingQueue<Known> heard = new LinkedBlockingQueue<>();
        List<Thread> many = IntStream.range(0, 50)
                .mapToObj(_ -> Thread.startVirtualThread(() -> heard.add(know(BOB))))
                .toList();
        await().until(() -> !asked.isEmpty());
        await().until(() -> many.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        open.countDown();
        for (Thread thread : many) {
            thread.join();
        }
        assertThat(heard).hasSize(50).allMatch(known -> known.kind() == Kind.NO_SUCH_MAILBOX);
        assertThat(asked).hasSize(1);
    }

    private static void awaitOpen(CountDownLatch open) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void waitsNoLongerThanItMayWhileTheQuestionGoesOn() {
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(NO);
        };
        Known none = inquiry.ask(BOB, "mx", CURIOSITY, Duration.ofMillis(20));
        assertThat(none.kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(none.why()).contains("has answered within");
        open.countDown();
        await().until(() -> inquiry.remembered(BOB, "mx")
                .filter(known -> known.kind() == Kind.NO_SUCH_MAILBOX)
                .isPresent());
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFaultOfOursIsAnAnswerTooAndIsNotRemembered() {
        peer = _ -> {
            throw new IllegalStateException("boom, as the test asked");
        };
        assertThat(know(BOB).kind()).isEqualTo(Kind.UNCLEAR);
        peer = _ -> said(NO);
        assertThat(know(BOB).kind()).isEqualTo(Kind.NO_SUCH_MAILBOX);
    }

    @ParameterizedTest(name = "{0} is remembered for {1} s")
    @CsvSource({"EXISTS, 86400", "NO_SUCH_MAILBOX, 7200", "ACCEPTS_ALL, 604800", "UNCLEAR, 60"})
    void remembersForItsTimeAndNotLonger(Kind kind, long seconds) {
        peer = _ -> switch (kind) {
            case EXISTS -> said(YES);
            case ACCEPTS_ALL -> saidOfBoth(YES, YES);
            case UNCLEAR -> said(GREYLISTED);
            default -> said(NO);
        };
        assertThat(know(BOB).kind()).isEqualTo(kind);
        pass(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(know(BOB).kind()).isEqualTo(kind);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(1));
        know(BOB);
        assertThat(asked).hasSize(2);
    }

    @Test
    void knowsAfterARestartWhatItKnewBefore() {
        peer = _ -> said(NO);
        know(BOB);
        awaitRows(2); // of the address, and of its domain, which tells names apart
        inquiry = inquiry(Map.of());
        Known known = know(BOB);
        assertThat(known.kind()).isEqualTo(Kind.NO_SUCH_MAILBOX);
        assertThat(known.by()).isEqualTo("mx.there.example");
        assertThat(known.said()).contains(NO);
        assertThat(known.when()).isEqualTo(Town.NOON);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aTakesAllDomainIsAskedNoMoreAlsoAfterARestart() {
        peer = _ -> saidOfBoth(YES, YES);
        know(BOB);
        awaitRows(1);
        inquiry = inquiry(Map.of());
        assertThat(know(Town.address("anyone@there.example")).kind()).isEqualTo(Kind.ACCEPTS_ALL);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest(name = "the clock jumps by {0} days after the restart")
    @CsvSource({"365", "-365"})
    void noVerdictOutlivesAClockThatJumps(long days) {
        peer = _ -> said(NO);
        know(BOB);
        awaitRows(2);
        clock.pass(Duration.ofDays(days));
        know(BOB);
        assertThat(asked).as("in memory").hasSize(2);
        clock.pass(Duration.ofDays(-2 * days));
        inquiry = inquiry(Map.of());
        know(BOB);
        assertThat(asked).as("in the store").hasSize(3);
    }

    @Test
    void inMemoryAVerdictEndsAlsoWhereTheTimeOfDayStandsStill() {
        peer = _ -> said(GREYLISTED);
        know(BOB);
        steady.pass(Duration.ofMinutes(1));
        know(BOB);
        assertThat(asked).hasSize(2);
    }

    @Test
    void asksAboutAMadeUpNameOnlyWhereTheDomainIsNotKnown() {
        peer = _ -> saidOfBoth(YES, NO);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
        peer = _ -> said(YES);
        assertThat(know(Town.address("carol@there.example")).kind()).isEqualTo(Kind.EXISTS);
        assertThat(asked.poll().madeUp()).hasValueSatisfying(name -> {
            assertThat(name.domain()).isEqualTo(BOB.domain());
            assertThat(name.localPart()).matches("[a-z0-9]{20}");
        });
        assertThat(asked.poll().madeUp()).isEmpty();
    }

    @Test
    void aDomainThatRefusedANameNeedsNoMadeUpOne() {
        peer = _ -> said(NO);
        know(BOB);
        know(Town.address("carol@there.example"));
        assertThat(asked.poll().madeUp()).isPresent();
        assertThat(asked.poll().madeUp()).isEmpty();
    }

    @ParameterizedTest(name = "a made-up name that hears {0} proves nothing")
    @CsvSource({"450", "550"})
    void aPolicyAgainstTheMadeUpNameProvesNothing(int code) {
        peer = _ -> saidOfBoth(YES, code == 450 ? GREYLISTED : POLICY);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
        know(Town.address("carol@there.example"));
        asked.poll();
        assertThat(asked.poll().madeUp()).as("still to be found out").isPresent();
    }

    @Test
    void aDomainThatCannotBeReachedIsLeftInPeaceForAWhileWithAllItsNames() {
        peer = _ -> new Answer.Unreachable("mx.there.example did not take a connection");
        know(BOB);
        Known other = know(Town.address("carol@there.example"));
        assertThat(other.kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMinutes(1));
        know(BOB);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatWasNotAskedIsNotRemembered() {
        peer = _ -> new Answer.NotAsked("as many questions as may be");
        know(BOB);
        know(BOB);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatWasSaidOnOneWayDoesNotHoldOnAnother() {
        peer = _ -> said(NO);
        know(BOB);
        assertThat(inquiry.remembered(BOB, "smtp://192.0.2.1:25")).isEmpty();
        assertThat(inquiry.remembered(BOB, "mx")).isPresent();
    }

    @Test
    void goesOnWhereTheStoreTakesNothing() {
        store.crash();
        peer = _ -> said(NO);
        assertThat(know(BOB).kind()).isEqualTo(Kind.NO_SUCH_MAILBOX);
        assertThat(know(BOB).kind()).isEqualTo(Kind.NO_SUCH_MAILBOX);
        assertThat(asked).hasSize(1);
    }

    @Test
    void sweepsRowsThatHoldNoLongerAndNoOthers() {
        Verdicts verdicts = new Verdicts(store, clock, steady, Settings.defaults(VerifySettings.class));
        int rows = Verdicts.SWEPT_AT_ONCE + 1;
        for (int i = 0; i < rows; i++) {
            Address address = Town.address("a" + i + "@there.example");
            verdicts.write(address, conclusion(said(NO)));
        }
        pass(Duration.ofHours(2));
        verdicts.write(BOB, conclusion(saidOfBoth(YES, NO)));
        verdicts.sweep();
        verdicts.sweep();
        assertThat(store.scan(VerdictRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                .extracting(row -> row.key().asUtf8())
                .containsExactly("A" + BOB, "Dthere.example");
    }

    @Test
    void aStoreThatCannotBeSweptIsLeftInPeaceForAMinute() {
        Verdicts verdicts = new Verdicts(store, clock, steady, Settings.defaults(VerifySettings.class));
        store.crash();
        assertThatThrownBy(verdicts::sweep).isInstanceOf(StoreException.class);
        pass(Duration.ofMillis(59_999));
        assertThatCode(verdicts::sweep).doesNotThrowAnyException();
        pass(Duration.ofMillis(1));
        assertThatThrownBy(verdicts::sweep).isInstanceOf(StoreException.class);
    }

    /** The flight stayed, and nobody ever heard of that address again. */
    @Test
    void aQuestionForWhichThereIsNoThreadIsAnsweredAndAskedTheNextTime() {
        AtomicBoolean memoryIsOut = new AtomicBoolean(true);
        Verdicts verdicts = new Verdicts(store, clock, steady, Settings.defaults(VerifySettings.class));
        inquiry = new Inquiry(verdicts, this::answer, new Random(5), clock, question -> {
            if (memoryIsOut.get()) {
                throw new OutOfMemoryError("for the test");
            }
            Thread.startVirtualThread(question);
        });
        assertThat(know(BOB).why()).contains("an error of ours");
        assertThat(asked).isEmpty();
        memoryIsOut.set(false);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
    }

    @Test
    void anErrorBeforeTheQuestionIsSaidToWhoeverWaits() {
        peer = _ -> {
            throw new OutOfMemoryError("for the test");
        };
        assertThat(know(BOB).why()).contains("an error of ours");
        peer = _ -> said(YES);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
    }

    @Test
    void aReplyOfManyPagesIsRememberedByItsFirstWords() {
        peer = _ -> said(Reply.of(550, "5.1.1", "x".repeat(1000), "y".repeat(1000)));
        assertThat(know(BOB).said().orElseThrow().toString()).hasSizeLessThan(530);
        awaitRows(2);
        assertThat(store.scan(VerdictRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                .allSatisfy(row -> assertThat(row.value().length()).isLessThan(700));
    }

    private Conclusion conclusion(Answer answer) {
        return Conclusion.of(answer, clock.instant(), "mx");
    }

    @Test
    void forgetsWhatIsBeyondItsMemoryButNotWhatIsInTheStore() {
        inquiry = inquiry(Map.of("remembered", "1"));
        peer = _ -> said(NO);
        know(BOB);
        know(Town.address("carol@elsewhere.example"));
        awaitRows(4);
        assertThat(know(BOB).kind()).isEqualTo(Kind.NO_SUCH_MAILBOX);
        assertThat(asked).hasSize(2);
    }

    private static Purpose fromEve() {
        return new Purpose.Delivery(
                new Passage(MailParameters.NONE),
                ServerId.DEFAULT,
                new ReversePath.Sender(Town.address("eve@evil.example")),
                MailParameters.NONE,
                RcptParameters.NONE);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            550 | 5.1.1 | No such user                          | true
            550 | 5.2.1 | The mailbox is closed                 | true
            556 | 5.1.10 | Null MX                              | true
            550 | 5.1.0 | No such user                          | false
            551 | 5.0.0 | Not here                              | false
            550 | 5.1.1 | eve@evil.example: no such user        | false
            550 | 5.1.1 | EVIL.example is not known here        | false
            """)
    void aNoThatMayMeanTheSenderWhoAskedIsNotRememberedForOthers(int code, String status, String text, boolean shared) {
        peer = _ -> said(Reply.of(code, status, text));
        assertThat(inquiry.ask(BOB, "mx", fromEve(), LONG).isNo()).isTrue();
        assertThat(inquiry.remembered(BOB, "mx").isPresent()).isEqualTo(shared);
        peer = _ -> said(YES);
        assertThat(know(BOB).isNo()).isEqualTo(shared);
    }

    @Test
    void whoWaitsForAnothersQuestionDoesNotInheritANoToItsSender() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(Reply.of(550, "5.1.0", "No such user"));
        };
        LinkedBlockingQueue<Known> eves = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Known> others = new LinkedBlockingQueue<>();
        Thread eve = Thread.startVirtualThread(() -> eves.add(inquiry.ask(BOB, "mx", fromEve(), LONG)));
        await().until(() -> !asked.isEmpty());
        Thread other = Thread.startVirtualThread(() -> others.add(know(BOB)));
        await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
        open.countDown();
        eve.join();
        other.join();
        assertThat(eves).singleElement().matches(Known::isNo);
        assertThat(others)
                .singleElement()
                .satisfies(known -> assertThat(known.kind()).isEqualTo(Kind.NOT_ASKED));
    }

    @Test
    void aSenderThatIsRefusedSaysNothingOfTheAddressToOthers() {
        peer = _ -> new Answer.SenderRefused("mx.there.example", POLICY);
        assertThat(inquiry.ask(BOB, "mx", fromEve(), LONG).kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(inquiry.remembered(BOB, "mx")).isEmpty();
        peer = _ -> said(YES);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
    }

    @ParameterizedTest(name = "of {0} at one time, 2 may be: the last one is {1}")
    @CsvSource({"1, EXISTS", "2, EXISTS", "3, NOT_ASKED"})
    void asksAboutOnlySoManyAddressesAtOneTime(int many, Kind last) throws InterruptedException {
        inquiry = inquiry(Map.of("most-questions", "2"));
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(YES);
        };
        LinkedBlockingQueue<Known> heard = new LinkedBlockingQueue<>();
        List<Thread> asking = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Address address = Town.address("a" + i + "@there.example");
            Thread thread = Thread.startVirtualThread(() -> heard.add(know(address)));
            asking.add(thread);
            await().until(() ->
                    thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.TERMINATED);
        }
        if (last == Kind.NOT_ASKED) {
            assertThat(heard)
                    .singleElement()
                    .satisfies(known -> assertThat(known.kind()).isEqualTo(last));
        }
        open.countDown();
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(heard).hasSize(many);
        assertThat(heard).filteredOn(known -> known.kind() == Kind.EXISTS).hasSize(Math.min(2, many));
        await().until(() -> know(Town.address("later@there.example")).kind() == Kind.EXISTS); // places come back
    }

    @ParameterizedTest(name = "{0} verdicts where the store may hold 4: {1} rows")
    @CsvSource({"3, 3", "4, 4", "5, 4"})
    void storesOnlySoManyVerdicts(int verdicts, int rows) {
        Verdicts bounded =
                new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, Map.of("max-stored", "4")));
        for (int i = 0; i < verdicts; i++) {
            bounded.write(Town.address("a" + i + "@there.example"), conclusion(said(YES)));
        }
        awaitRows(rows);
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(Math.min(4, rows + 1));
    }

    @Test
    void whatWasStoredIsCountedAfterARestart() {
        for (int i = 0; i < 4; i++) {
            new Verdicts(store, clock, steady, Settings.defaults(VerifySettings.class))
                    .write(Town.address("a" + i + "@there.example"), conclusion(said(YES)));
        }
        Verdicts bounded =
                new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, Map.of("max-stored", "4")));
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(4);
        clock.pass(Duration.ofDays(2));
        steady.pass(Duration.ofDays(2));
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(1);
    }
}
