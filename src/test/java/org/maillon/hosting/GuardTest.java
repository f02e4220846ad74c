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
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.secrets.RunLogs;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;

/** Those who guess, in a time of their own. */
class GuardTest {
    private static final String ADA = "ada@example.org";
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.1");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

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

    private LogInGate.Refused refusal(InetAddress from) {
        return guard.refused(from, ADA, (LogInGate.Entry.Narrow) enterAndLeave(from, ADA));
    }

    private void fail(InetAddress from, String login, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(from, login);
        }
    }

    private static InetAddress address(int number) {
        return InetAddress.ofLiteral("192.0.2." + number);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 200", "2, 400", "3, 800", "5, 3200", "6, 5000", "1000000, 5000"})
    void theWaitDoublesUpToItsBound(int failures, long millis) {
        GuardSettings settings = Settings.defaults(GuardSettings.class);
        assertThat(Strikes.delay(failures, settings)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"0, 15", "1, 30", "2, 60", "6, 960", "7, 1440", "1000, 1440"})
    void blocksGetLongerUpToTheirBound(int before, long minutes) {
        assertThat(Strikes.block(before, Settings.defaults(GuardSettings.class)))
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void nobodyWaitsWhoHasNotFailed() {
        assertThat(mayTry(STRANGER, ADA)).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void whoHasFailedWaitsForTheNextTryWhateverTheName() {
        fail(STRANGER, ADA, 3);
        assertThat(mayTry(STRANGER, "nobody@example.org")).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(800));
        assertThat(mayTry(HOME, ADA)).isTrue();
        assertThat(waits).hasSize(1);
    }

    @Test
    void anAddressIsBlockedAtItsBoundAndNotBefore() {
        fail(STRANGER, ADA, 9);
        assertThat(mayTry(STRANGER, ADA)).isTrue();
        fail(STRANGER, ADA, 1);
        assertThat(mayTry(STRANGER, "bob@example.org")).isFalse();
        assertThat(refusal(STRANGER).forTime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(mayTry(address(1), "bob@example.org")).isTrue();
        now = now.plus(Duration.ofMinutes(15));
        assertThat(mayTry(STRANGER, ADA)).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        for (int i = 0; i < 10; i++) {
            guard.failed(InetAddress.ofLiteral("2001:db8:1:2::" + i), ADA);
        }
        assertThat(mayTry(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"), ADA)).isFalse();
        assertThat(mayTry(InetAddress.ofLiteral("2001:db8:1:3::1"), ADA)).isTrue();
    }

    @Test
    void whoGoesOnIsBlockedForLonger() {
        fail(STRANGER, ADA, 10);
        now = now.plus(Duration.ofMinutes(20));
        fail(STRANGER, ADA, 10);
        assertThat(refusal(STRANGER).forTime()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void anAccountTriedFromManyAddressesIsBlockedForThoseItDoesNotKnow() {
        guard.succeeded(HOME, ADA);
        for (int i = 1; i <= 20; i++) {
            assertThat(mayTry(address(i), ADA)).isTrue();
            guard.failed(address(i), ADA);
        }
        assertThat(mayTry(address(99), ADA)).isFalse();
        assertThat(mayTry(address(99), "bob@example.org")).isTrue();
        assertThat(mayTry(HOME, ADA)).as("a stranger locks nobody out").isTrue();
        assertThat(mayTry(LOOPBACK, ADA)).isTrue();
    }

    @Test
    void theOwnersOwnMistakesBlockNoAccount() {
        guard.succeeded(HOME, ADA);
        fail(HOME, ADA, 9);
        guard.succeeded(HOME, ADA);
        fail(HOME, ADA, 9);
        fail(address(1), ADA, 9);
        fail(address(2), ADA, 9);
        assertThat(mayTry(address(3), ADA)).isTrue();
    }

    @Test
    void aSuccessForgivesWhatWasMistypedButNotWhatElseCameFromThere() {
        fail(STRANGER, ADA, 3);
        fail(STRANGER, "bob@example.org", 2);
        guard.succeeded(STRANGER, ADA);
        assertThat(mayTry(STRANGER, ADA)).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(400));
    }

    @Test
    void whatFailsAtABlockedAddressProlongsNothing() {
        fail(STRANGER, "bob@example.org", 10);
        fail(STRANGER, "bob@example.org", 100);
        now = now.plus(Duration.ofMinutes(15));
        assertThat(mayTry(STRANGER, ADA)).isTrue();
    }

    @Test
    void whereTheStoreCannotSayWhoWasThereNobodyWas() {
        fail(STRANGER, "bob@example.org", 10);
        store.crash();
        assertThat(mayTry(STRANGER, ADA)).isFalse();
    }

    @Test
    void loopbackIsSlowedDownAndNeverBlocked() {
        fail(LOOPBACK, ADA, 1000);
        assertThat(mayTry(LOOPBACK, ADA)).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(5));
        assertThat(guard.blocks()).isEmpty();
    }

    @Test
    void namesThatDoNotExistAreTreatedAsThoseThatDo() {
        for (int i = 1; i <= 20; i++) {
            guard.failed(address(i), "nobody@example.org");
        }
        assertThat(guard.mayTry(address(99), "nobody@example.org"))
                .hasValueSatisfying(refused -> assertThat(refused.sentence()).doesNotContain("nobody"));
    }

    @Test
    void anAddressTypedAsANameBlocksNoAddress() {
        for (int i = 1; i <= 30; i++) {
            guard.failed(address(i), "198.51.100.1");
        }
        assertThat(mayTry(HOME, ADA)).isTrue();
    }

    @Test
    void aPairTypedAsANameBlocksNoPair() {
        guard.succeeded(STRANGER, ADA);
        for (int i = 1; i <= 30; i++) {
            guard.failed(address(i), ADA + " from 203.0.113.9");
        }
        fail(STRANGER, "bob@example.org", 10);
        assertThat(mayTry(STRANGER, ADA)).isTrue();
    }

    /** A count of its own is kept under both, with an octet between them that no name may hold. */
    @Test
    void aNameWithControlCharactersCountsAsNobodysPair() {
        fail(STRANGER, ADA + "\0" + "198.51.100.1", 3);
        guard.failed(HOME, "bob@example.org");
        guard.succeeded(HOME, ADA);
        assertThat(mayTry(HOME, ADA)).isTrue();
        assertThat(waits)
                .as("bob's failure is not forgiven for what was typed elsewhere")
                .containsExactly(Duration.ofMillis(200));
        guard.succeeded(HOME, ADA + "\0" + "203.0.113.9");
        assertThat(store.scan(Blocks.GUARD, KeyRange.prefix(Bytes.utf8("k")), 10, Store.Direction.FORWARD))
                .extracting(row -> row.key().asUtf8())
                .contains("klogin " + ADA + "\uFFFD203.0.113.9\0" + "198.51.100.1");
    }

    @Test
    void failuresAreForgottenInTime() {
        fail(STRANGER, ADA, 9);
        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        fail(STRANGER, ADA, 9);
        assertThat(mayTry(STRANGER, ADA)).isTrue();
    }

    @Test
    void blocksAndKnownAddressesOutliveAStart() {
        guard.succeeded(HOME, ADA);
        fail(STRANGER, ADA, 10);
        guard.block(ADA, Optional.empty(), "lost phone");
        guard = guard(Map.of());
        assertThat(mayTry(STRANGER, "bob@example.org")).isFalse();
        assertThat(mayTry(HOME, ADA)).as("an operator's block is for everybody").isFalse();
        assertThat(guard.unblock(ADA)).isTrue();
        assertThat(guard.unblock(ADA)).isFalse();
        for (int i = 1; i <= 20; i++) {
            guard.failed(address(i), ADA);
        }
        assertThat(mayTry(address(99), ADA)).isFalse();
        assertThat(mayTry(HOME, ADA)).isTrue();
    }

    @Test
    void anOperatorUndoesABlock() {
        fail(STRANGER, ADA, 10);
        assertThat(guard.blocks()).singleElement().satisfies(block -> {
            assertThat(block.whom()).isEqualTo("203.0.113.9");
            assertThat(block.why()).contains("10 failed log-ins", ADA);
        });
        assertThat(guard.unblock("203.0.113.9")).isTrue();
        assertThat(mayTry(STRANGER, ADA)).isTrue();
        assertThat(waits).as("its failures are forgotten as well").hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2 is my secret", "hunter2@heart", "h@unter2@my.heart"})
    void aPasswordTypedAsTheNameIsNotWrittenDown(String password) throws Exception {
        fail(STRANGER, password, 10);
        assertThat(guard.blocks().getFirst().why()).contains("the last as somebody");
        for (int i = 1; i <= 20; i++) {
            guard.failed(address(i), password);
        }
        assertThat(RunLogs.has(List.of("somebody is blocked until", password)))
                .isNotEmpty()
                .noneMatch(found -> found.contains(password));
    }

    @Test
    void remembersABoundedNumber() {
        guard = guard(Map.of("entries", "100"));
        for (int i = 0; i < 400; i++) {
            fail(InetAddress.ofLiteral("10.0." + i / 200 + "." + i % 200), "x" + i + "@example.org", 10);
        }
        assertThat(guard.blocks()).hasSize(100);
        Strikes strikes = new Strikes(Settings.read(GuardSettings.class, Map.of("entries", "100")), clock);
        IntStream.range(0, 1000).forEach(i -> strikes.add("a" + i));
        assertThat(strikes.remembered()).isLessThanOrEqualTo(100);
    }

    /** A /47 has more networks than the table has places. */
    @Test
    void aFullTableKeepsOutWhoGuessesNowAndForgetsNoBlockByHand() {
        guard = guard(Map.of("entries", "100"));
        guard.block("192.0.2.200", Optional.of(Duration.ofMinutes(10)), "by an operator");
        for (int i = 0; guard.blocks().size() < 100; i++) {
            now = now.plusSeconds(1);
            fail(InetAddress.ofLiteral("10.0." + i / 200 + "." + i % 200), "x" + i + "@example.org", 10);
        }
        List<Block> before = guard.blocks(); // the latest first
        fail(STRANGER, ADA, 10);
        assertThat(guard.blocks()).hasSize(100);
        assertThat(mayTry(STRANGER, "bob@example.org")).isFalse();
        assertThat(mayTry(address(200), "bob@example.org")).isFalse();
        assertThat(guard.blocks())
                .as("gone is the one that would have ended first")
                .containsAll(before.subList(0, 98))
                .doesNotContain(before.get(98));
        guard = guard(Map.of("entries", "100"));
        assertThat(guard.blocks()).as("after a start").hasSize(100);
    }

    @Test
    void failuresWithoutABlockAreNotForgotten() {
        guard = guard(Map.of("entries", "100"));
        IntStream.range(0, 100).forEach(i -> guard.block("10.0.0." + i, Optional.empty(), "by an operator"));
        fail(STRANGER, ADA, 10);
        assertThat(guard.blocks()).hasSize(100).allMatch(Block::byHand);
        assertThat(guard.unblock("10.0.0.0")).isTrue();
        fail(STRANGER, ADA, 1);
        assertThat(mayTry(STRANGER, ADA)).isFalse();
    }

    /** Who had passed the gate before the operator came fails behind it. */
    @Test
    void failuresShortenNoBlockByHand() {
        guard.block("203.0.113.9", Optional.empty(), "by an operator");
        fail(STRANGER, ADA, 10);
        now = now.plus(Duration.ofDays(2));
        assertThat(mayTry(STRANGER, ADA)).isFalse();
    }

    @Test
    void knowsABoundedNumberOfAddressesOfAnAccountAndForgetsTheOldest() {
        guard = guard(Map.of("known-addresses", "2"));
        for (int i = 1; i <= 3; i++) {
            guard.succeeded(address(i), ADA);
            now = now.plusSeconds(1);
        }
        assertThat(store.scan(Blocks.GUARD, KeyRange.prefix(Bytes.utf8("k")), 10, Store.Direction.FORWARD))
                .extracting(row -> row.key().asUtf8())
                .containsExactly("k" + ADA + "\0" + "192.0.2.2", "k" + ADA + "\0" + "192.0.2.3");
    }
}
