package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;

/** Who has logged in from an address before, once it is blocked for what others failed there. */
class NarrowDoorTest {
    private static final String ADA = "ada@example.org";
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.1");

    private final ModelStore store = new ModelStore();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private final InstantSource clock = () -> now;
    private final Pauses noting = new Pauses() {
        @Override
        public boolean pause(CountDownLatch until, Duration time) {
            waits.add(time);
            return false;
        }

        @Override
        public boolean nap(CountDownLatch until, Duration time) {
            return pause(until, time);
        }
    };
    private Guard guard = guard(Map.of());

    private Guard guard(Map<String, String> settings) {
        return new Guard(store, new Guard.Time(clock, clock, noting), Settings.read(GuardSettings.class, settings));
    }

    private boolean mayTry(InetAddress from, String login) {
        return guard.mayTry(from, login).isEmpty()
                && switch (enterAndLeave(from, login)) {
                    case LogInGate.Entry.Open _ -> true;
                    case LogInGate.Entry.Narrow(boolean lets, var _) -> lets;
                    case LogInGate.Entry.Shut _ -> false;
                };
    }

    private LogInGate.Entry enterAndLeave(InetAddress from, String login) {
        LogInGate.Entry entry = guard.enter(from, login);
        guard.leave(from, login, entry);
        return entry;
    }

    private LogInGate.Entry.Narrow narrow(InetAddress from, String login) {
        return (LogInGate.Entry.Narrow) guard.enter(from, login);
    }

    /** As somebody who has the wrong password, at a blocked address. */
    private boolean letFail(InetAddress from, String login) {
        assertThat(guard.mayTry(from, login)).isEmpty();
        LogInGate.Entry.Narrow narrow = narrow(from, login);
        guard.refused(from, login, narrow);
        guard.leave(from, login, narrow);
        return narrow.lets();
    }

    private void fail(InetAddress from, String login, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(from, login);
        }
    }

    /** An office behind one address, where a phone tries an old password all day. */
    @Test
    void whoHasLoggedInFromABlockedAddressBeforeIsLetTry() {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);

        assertThat(mayTry(STRANGER, ADA)).isTrue();
        guard.succeeded(STRANGER, ADA);
        assertThat(mayTry(STRANGER, "bob@example.org"))
                .as("never logged in there")
                .isFalse();
        assertThat(mayTry(STRANGER, "nobody@example.org")).isFalse();
        assertThat(mayTry(STRANGER, "")).isFalse();
        assertThat(guard.blocks()).as("the block stays").hasSize(1);
        assertThat(waits).as("who is let in does not wait").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, true", "5, false", "6, false"})
    void eachPairHasTriesOfItsOwnAtABlockedAddress(int failures, boolean lets) {
        guard.succeeded(STRANGER, ADA);
        guard.succeeded(STRANGER, "eve@example.org");
        fail(STRANGER, "bob@example.org", 10);

        for (int i = 1; i <= failures; i++) {
            assertThat(letFail(STRANGER, ADA)).as("try " + i).isEqualTo(i <= 5);
        }

        assertThat(mayTry(STRANGER, ADA)).isEqualTo(lets);
        assertThat(mayTry(STRANGER, "eve@example.org")).as("another's tries").isTrue();
        assertThat(mayTry(HOME, ADA)).as("the same at another address").isTrue();
        assertThat(guard.blocks())
                .extracting(Block::whom)
                .contains("203.0.113.9")
                .filteredOn(whom -> whom.equals(ADA + " from 203.0.113.9"))
                .hasSize(lets ? 0 : 1);
    }

    @Test
    void triesAreTakenBeforeTheyAreMadeSoThatManyAtOnceAreNoMore() {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);

        assertThat(IntStream.range(0, 20).filter(_ -> narrow(STRANGER, ADA).lets()))
                .hasSize(5);
    }

    /** Another directory is down, or the store: that is nobody's failure. */
    @Test
    void aTryOfWhichNothingIsKnownIsGivenBack() {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);
        for (int i = 0; i < 50; i++) {
            LogInGate.Entry.Narrow narrow = narrow(STRANGER, ADA);
            assertThat(narrow.lets()).isTrue();
            guard.refused(STRANGER, ADA, narrow.withoutFailure());
            guard.leave(STRANGER, ADA, narrow);
        }
        assertThat(waits).hasSize(50).containsOnly(Duration.ofSeconds(3));
        assertThat(guard.blocks()).hasSize(1);
    }

    /** The block is no way to guess without end: each round of tries costs a longer block of the pair. */
    @Test
    void thePairsBlocksGetLongerAndOutliveAStart() {
        guard.succeeded(STRANGER, ADA);
        int tries = 0;
        Instant end = now.plus(Duration.ofDays(7));
        while (now.isBefore(end)) {
            fail(STRANGER, "bob@example.org", 10);
            if (letFail(STRANGER, ADA)) {
                tries++;
            } else {
                guard = guard(Map.of());
            }
            now = now.plus(Duration.ofMinutes(5));
        }
        assertThat(tries).isBetween(20, 150);
    }

    @Test
    void aSuccessGivesThePairItsTriesBack() {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);
        for (int i = 0; i < 4; i++) {
            assertThat(letFail(STRANGER, ADA)).isTrue();
        }
        guard.succeeded(STRANGER, ADA);
        for (int i = 0; i < 5; i++) {
            assertThat(letFail(STRANGER, ADA)).isTrue();
        }
        assertThat(letFail(STRANGER, ADA)).isFalse();
    }

    /** By text or time nobody learns which accounts have been at a blocked address. */
    @ParameterizedTest
    @CsvSource({"0", "40", "2999", "3000", "9000"})
    void allAreRefusedAlikeAndAtTheSameTime(int computing) {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);
        waits.clear();

        LogInGate.Entry.Narrow known = narrow(STRANGER, ADA);
        LogInGate.Entry.Narrow unknown = narrow(STRANGER, "nobody@example.org");
        LogInGate.Refused ofUnknown = guard.refused(STRANGER, "nobody@example.org", unknown);
        Duration whileUnknown = waits.removeFirst();
        now = now.plusMillis(computing);
        LogInGate.Refused ofKnown = guard.refused(STRANGER, ADA, known);

        assertThat(known.lets()).isTrue();
        assertThat(unknown.lets()).isFalse();
        assertThat(ofKnown.sentence()).isEqualTo(ofUnknown.sentence());
        assertThat(whileUnknown).isEqualTo(Duration.ofSeconds(3));
        Duration rest = Duration.ofMillis(3000 - computing);
        assertThat(waits).isEqualTo(rest.isPositive() ? List.of(rest) : List.of());
    }

    @Test
    void whatComesOfATryIsWaitedForUntilTheRefusalAndNoLonger() {
        fail(STRANGER, "bob@example.org", 10);
        waits.clear();
        LogInGate.Entry.Narrow narrow = narrow(STRANGER, ADA);
        now = now.plusMillis(1200);
        guard.await(new CountDownLatch(1), narrow);
        assertThat(waits).containsExactly(Duration.ofMillis(1800));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9", "ada@example.org"})
    void anOperatorsBlockHoldsForAllWhoWereThereBefore(String whom) {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);
        assertThat(mayTry(STRANGER, ADA)).isTrue();

        guard.block(whom, Optional.of(Duration.ofHours(2)), "no more");

        assertThat(guard.mayTry(STRANGER, ADA))
                .hasValueSatisfying(refused -> assertThat(refused.forTime()).isEqualTo(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9", "ada@example.org", "ADA@example.org from 203.0.113.9"})
    void aPairsBlockIsUndoneByItsNameAndWithItsAddressOrAccount(String whom) {
        guard.succeeded(STRANGER, ADA);
        fail(STRANGER, "bob@example.org", 10);
        for (int i = 0; i < 5; i++) {
            letFail(STRANGER, ADA);
        }
        assertThat(mayTry(STRANGER, ADA)).isFalse();

        guard.unblock(whom);

        assertThat(mayTry(STRANGER, ADA)).isTrue();
    }
}
