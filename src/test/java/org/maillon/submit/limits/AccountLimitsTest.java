package org.maillon.submit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.Proof;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;
import org.maillon.submit.Login;
import org.maillon.wire.smtp.RcptParameters;

/** What accounts may send, in a time of its own. */
class AccountLimitsTest {
    private static final AccountId ADA = new AccountId(7);
    private static final Login LOGIN = login(7, "ada@example.org");

    private final ModelStore store = new ModelStore();
    private Instant now = Town.NOON;
    private AccountLimits limits = limits();

    private static Login login(long account, String address) {
        return new Login(
                new AccountId(account), TenantId.DEFAULT, Town.address(address), "PLAIN", new Proof.Elsewhere());
    }

    private AccountLimits limits(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new AccountLimits(store, () -> now, Settings.read(LimitSettings.class, Map.copyOf(values)));
    }

    private static List<Recipient> to(int first, int number) {
        return IntStream.range(first, first + number)
                .mapToObj(i -> "r" + i + "@example.net")
                .map(AccountLimitsTest::recipient)
                .toList();
    }

    private static Recipient recipient(String address) {
        return new Recipient(Town.address(address), RcptParameters.NONE, new Destination("x"), 0);
    }

    private AccountLimits.Verdict send(String... recipients) {
        return limits.take(
                LOGIN,
                Arrays.stream(recipients).map(AccountLimitsTest::recipient).toList());
    }

    private AccountLimits.Verdict send(int first, int number) {
        return limits.take(LOGIN, to(first, number));
    }

    private static boolean isGood(AccountLimits.Verdict verdict) {
        return verdict instanceof AccountLimits.Verdict.Good;
    }

    private static boolean isHeld(AccountLimits.Verdict verdict) {
        return verdict instanceof AccountLimits.Verdict.Held;
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages-per-hour", "messages-per-day"})
    void theLastMessageOfTheLimitIsTakenAndTheNextIsNot(String setting) {
        limits = limits(setting, "3");
        assertThat(isGood(send("bob@example.net"))).isTrue();
        assertThat(isGood(send("bob@example.net"))).isTrue(); // limit - 1
        assertThat(limits.full(ADA)).isEmpty();
        assertThat(isGood(send("bob@example.net"))).isTrue(); // limit
        assertThat(limits.full(ADA)).isPresent();
        assertThat(send("bob@example.net")).isInstanceOf(AccountLimits.Verdict.NotNow.class); // limit + 1
        now = limits.full(ADA).orElseThrow().again().minusMillis(1);
        assertThat(limits.full(ADA)).isPresent();
        now = now.plusMillis(1);
        assertThat(limits.full(ADA)).isEmpty();
        assertThat(isGood(send("bob@example.net"))).isTrue();
    }

    @Test
    void accountsAreCountedApartAndZeroIsNoLimit() {
        limits = limits("messages-per-hour", "1");
        assertThat(isGood(send("bob@example.net"))).isTrue();
        assertThat(isGood(limits.take(login(8, "bob@example.org"), to(1, 1)))).isTrue();
        assertThat(limits.full(ADA)).isPresent();
        limits = limits("messages-per-hour", "0", "messages-per-day", "0", "new-recipients-per-day", "0");
        for (int i = 0; i < 6000; i++) {
            assertThat(isGood(send("r" + i + "@example.net"))).isTrue();
        }
        assertThat(limits.standing(ADA).known()).isZero();
    }

    @Test
    void newRecipientsAreTakenUpToTheLimitAndHeldBeyond() {
        limits = limits("new-recipients-per-day", "10");
        assertThat(isGood(send(0, 9))).isTrue(); // limit - 1
        assertThat(isGood(send(9, 1))).isTrue(); // limit
        assertThat(limits.standing(ADA).heldSince()).isEmpty();
        assertThat(isHeld(send(10, 1))).isTrue(); // limit + 1
        assertThat(limits.standing(ADA).heldSince()).hasValue(now);
        assertThat(isGood(send(0, 10))).as("to those it knows").isTrue();
        now = now.plus(Duration.ofDays(2));
        assertThat(isHeld(send(10, 1))).as("until a person has looked").isTrue();
    }

    @Test
    void oneMessageToTooManyIsHeldWholeAndNoneOfThemIsKnownThen() {
        limits = limits("new-recipients-per-day", "10");
        assertThat(isGood(send(0, 5))).isTrue();
        assertThat(isHeld(send(100, 6))).isTrue();
        assertThat(limits.standing(ADA).known()).isEqualTo(5);
        assertThat(isHeld(send(100, 1))).isTrue();
    }

    @Test
    void aRecipientIsKnownInWhateverLettersAndCountsOnce() {
        limits = limits("new-recipients-per-day", "1");
        assertThat(isGood(send("Bob@Example.net", "bob@example.net"))).isTrue();
        assertThat(isGood(send("BOB@example.NET"))).isTrue();
        assertThat(limits.standing(ADA).newToday()).isOne();
    }

    @Test
    void theDayIsOverWhenItIsOver() {
        limits = limits("new-recipients-per-day", "10");
        assertThat(isGood(send(0, 10))).isTrue();
        now = now.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(15));
        assertThat(isGood(send(10, 10))).isTrue();
    }

    @Test
    void aStartForgetsNeitherWhoIsKnownNorTheDaysCountNorThatItIsHeld() {
        limits = limits("new-recipients-per-day", "10");
        send(0, 8);
        limits = limits("new-recipients-per-day", "10");
        assertThat(limits.standing(ADA).known()).isEqualTo(8);
        assertThat(limits.standing(ADA).newToday()).isEqualTo(8);
        assertThat(isGood(send(0, 8))).isTrue();
        assertThat(isHeld(send(8, 3))).isTrue();
        limits = limits("new-recipients-per-day", "10");
        assertThat(limits.standing(ADA).heldSince()).hasValue(now);
        assertThat(isHeld(send(8, 1))).isTrue();
    }

    @Test
    void moreThanAreRememberedPushesOutThoseWrittenToFirst() {
        limits = limits("remembered-recipients", "100", "new-recipients-per-day", "10000", "messages-per-hour", "0");
        for (int i = 0; i < 1000; i++) {
            now = now.plusSeconds(1);
            assertThat(isGood(send(i, 1))).isTrue();
            assertThat(limits.standing(ADA).known()).isBetween(1, 100);
        }
        assertThat(rows()).isLessThanOrEqualTo(100);
        int before = limits.standing(ADA).newToday();
        send(999, 1);
        assertThat(limits.standing(ADA).newToday()).isEqualTo(before);
        send(0, 1);
        assertThat(limits.standing(ADA).newToday()).isEqualTo(before + 1);
    }

    private int rows() {
        return store.scan(Partition.journal("limits"), KeyRange.all(), 100_000, Store.Direction.FORWARD)
                .size();
    }

    @Test
    void anAccountThatIsGoneLeavesNothing() {
        limits = limits("new-recipients-per-day", "1");
        send(0, 1);
        send(1, 1);
        assertThat(rows()).isEqualTo(2);
        limits.forget(ADA);
        assertThat(rows()).isZero();
        assertThat(limits.standing(ADA).heldSince()).isEmpty();
    }

    @Test
    void memoryIsBoundedHoweverManyAccountsSend() {
        limits = limits("memory", "65536");
        for (int i = 0; i < 5000; i++) {
            limits.take(login(i, "u" + i + "@example.org"), to(i, 3));
        }
        assertThat(limits.remembered()).isLessThanOrEqualTo(65_536 / 1500);
        assertThat(limits.standing(new AccountId(0)).known()).as("read anew").isEqualTo(3);
    }

    @Test
    void theWarningComesOnceADay() {
        Ledger ledger = new Ledger(limits.settings(), List.of(), RecipientRows.Mark.NONE, now);
        assertThat(ledger.warns(now)).isTrue();
        assertThat(ledger.warns(now.plus(Duration.ofDays(1)).minusMillis(1))).isFalse();
        assertThat(ledger.warns(now.plus(Duration.ofDays(1)))).isTrue();
        assertThat(ledger.warns(now.plus(Duration.ofDays(1)))).isFalse();
    }
}
