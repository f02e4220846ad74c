package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;
import org.maillon.kernel.Settings;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** What is asked, and what is remembered of the answers. */
class InquiryTest extends InquiryRig {
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
}
