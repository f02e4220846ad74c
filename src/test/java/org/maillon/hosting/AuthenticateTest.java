package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.store.model.Faults;
import org.maillon.store.model.ModelStore;

class AuthenticateTest {
    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);

    @Test
    void theRightPasswordGivesTheAccount() {
        assertThat(Gatehouse.logIn(directory, "ada@example.org", Secret.utf8("love lace")))
                .contains(directory.account(address("ada@example.org")).orElseThrow());
        assertThat(Gatehouse.logIn(directory, "ADA@Example.ORG", "love lace".getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.org",
                "ada@elsewhere.net",
                "ada+x@example.org",
                "postmaster@example.org",
                "ada",
                "@",
                "",
                "ada@",
                "ada@[192.0.2.1]",
                "ada@example.org\0"
            })
    void noOtherLoginDoes(String login) {
        assertThat(Gatehouse.logIn(directory, login, Secret.utf8("love lace"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "love lac", "love lace ", "Love lace"})
    void noOtherPasswordDoes(String password) {
        assertThat(Gatehouse.logIn(directory, "ada@example.org", Secret.utf8(password)))
                .isEmpty();
    }

    /** Hashes on virtual threads held every carrier: SMTP clients waited 25 seconds for their EHLO's answer. */
    @Test
    void aFloodOfLoginsLeavesOtherThreadsTheirTurn() throws InterruptedException {
        Directory dear =
                Town.withAda(new ModelStore(), "hash-memory", "1MiB", "hash-passes", "8", "hashes-at-once", "256");
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch begun = new CountDownLatch(carriers);
        AtomicInteger ended = new AtomicInteger();
        List<Thread> flood = new ArrayList<>();
        for (int i = 0; i < 2 * carriers; i++) {
            flood.add(Thread.startVirtualThread(() -> {
                begun.countDown();
                for (int login = 0; login < 20; login++) {
                    Gatehouse.logIn(dear, "nobody@example.org", Secret.utf8("guess"));
                }
                ended.incrementAndGet();
            }));
        }
        begun.await();
        AtomicInteger seen = new AtomicInteger(-1);
        Thread.startVirtualThread(() -> seen.set(ended.get())).join();
        assertThat(seen).as("floods that had ended when the other thread ran").hasValue(0);
        for (Thread thread : flood) {
            thread.join();
        }
    }

    @Test
    void aNewPasswordReplacesTheOld() {
        directory.setPassword(address("ada@example.org"), Secret.utf8("byron"));
        assertThat(Gatehouse.logIn(directory, "ada@example.org", Secret.utf8("love lace")))
                .isEmpty();
        assertThat(Gatehouse.logIn(directory, "ada@example.org", Secret.utf8("byron")))
                .isPresent();
    }

    @Test
    void aLoginAfterTheCostChangedHashesAnew() {
        Directory dearer = Town.empty(store, "hash-passes", "2");
        long before = store.commits();
        assertThat(Gatehouse.logIn(dearer, "ada@example.org", Secret.utf8("wrong")))
                .isEmpty();
        assertThat(store.commits()).isEqualTo(before);
        assertThat(Gatehouse.logIn(dearer, "ada@example.org", Secret.utf8("love lace")))
                .isPresent();
        assertThat(store.commits()).isEqualTo(before + 1);
        assertThat(Gatehouse.logIn(dearer, "ada@example.org", Secret.utf8("love lace")))
                .isPresent();
        assertThat(store.commits()).isEqualTo(before + 1);
    }

    @Test
    void aFullDiskKeepsNobodyOut() {
        Directory dearer = Town.empty(store, "hash-passes", "2");
        store.with(Faults.at(0, Faults.Fate.FULL));
        assertThat(Gatehouse.logIn(dearer, "ada@example.org", Secret.utf8("love lace")))
                .isPresent();
    }

    @Test
    void hashesAreInPhcFormatWithASaltOfTheirOwn() {
        PasswordHasher hasher = hasher();
        String one = hasher.hash(Secret.utf8("same"));
        String two = hasher.hash(Secret.utf8("same"));
        assertThat(one).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(one).isNotEqualTo(two);
        assertThat(hasher.matches(one, Secret.utf8("same"))).isTrue();
        assertThat(hasher.matches(two, Secret.utf8("other"))).isFalse();
    }

    /** Made with the reference implementation's command line: {@code argon2 somesalt -id -t 2 -m 16 -p 1 -l 32}. */
    @Test
    void readsAHashThatTheReferenceImplementationMade() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(hasher().matches(reference, Secret.utf8("password"))).isTrue();
        assertThat(hasher().isOutdated(reference)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
                "$argon2id$v=19$m=64,t=1,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=99999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void aHashThatCannotBeReadMatchesNothing(String phc) {
        assertThat(hasher().matches(phc, Secret.utf8("password"))).isFalse();
    }

    @Test
    void aSecretPrintsAsStarsAndCanBeWiped() {
        Secret secret = Secret.utf8("love lace");
        assertThat(secret).hasToString("****");
        secret.close();
        assertThat(secret.shared()).containsOnly(0);
    }

    private static PasswordHasher hasher() {
        return new PasswordHasher(
                Settings.read(DirectorySettings.class, Map.of("hash-memory", "64KiB", "hash-passes", "1")),
                new Random(3));
    }
}
