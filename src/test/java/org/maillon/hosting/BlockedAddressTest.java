package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.hosting.Gatehouse.BY_WEB;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Authenticator.Interactive;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Secret;
import org.maillon.store.StoreException;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Fault;
import org.maillon.wire.sasl.Move;
import org.maillon.wire.sasl.Question;

/** What the authenticator answers at an address that is blocked for what others failed there. */
class BlockedAddressTest {
    private static final String PASSWORD = "love lace";
    private static final Answer BEHIND = new Answer.Blocked("Wait behind the door");

    private final Directory directory = Town.withAda(new ModelStore(), "scram-iterations", "4096");
    private final Gatehouse gate = new Gatehouse(directory);

    private long cost(String login, String password) {
        long before = directory.passwords().computed();
        gate.password(login, password);
        return directory.passwords().computed() - before;
    }

    /** Whoever is let try there has the right password or is answered as those who are not let try. */
    @ParameterizedTest
    @CsvSource({
        "true,  ada@example.org, love lace, true",
        "true,  ada@example.org, wrong,     false",
        "true,  bob@example.org, love lace, false",
        "false, ada@example.org, love lace, false",
        "false, ada@example.org, wrong,     false",
        "false, bob@example.org, wrong,     false",
    })
    void atABlockedAddressAllWhoFailAreAnsweredAlike(boolean lets, String login, String password, boolean granted) {
        gate.narrow = Optional.of(lets);
        Decision decision = gate.password(login, password);
        assertThat(decision.isGranted()).isEqualTo(granted);
        String heard = (granted ? "succeeded " : lets ? "refused " : "turned away ") + login;
        assertThat(gate.heard).containsExactly("asked " + login, heard);
        gate.heard.clear();
        Move move = AuthenticatorTest.scram(gate, login, password);
        assertThat(gate.heard).containsExactly("asked " + login, heard);
        Interactive interactive =
                gate.authenticator().interactive(BY_WEB, login, Secret.utf8(password), Optional.empty());
        if (granted) {
            assertThat(move).isInstanceOf(Move.Challenge.class);
            assertThat(interactive).isInstanceOf(Interactive.Granted.class);
        } else {
            assertThat(decision.answer()).isEqualTo(BEHIND);
            assertThat(move).isEqualTo(new Move.Failed(Fault.LATER, Optional.of("Wait behind the door")));
            assertThat(interactive).isEqualTo(new Interactive.Blocked("Wait behind the door"));
        }
    }

    /** The right password would else be told from a wrong one: it may be remembered, and then costs nothing. */
    @Test
    void whoIsNotLetTryCostsNothingWhateverThePassword() {
        assertThat(cost("ada@example.org", PASSWORD)).isPositive();
        gate.narrow = Optional.of(false);
        for (String login : List.of("ada@example.org", "bob@example.org")) {
            assertThat(cost(login, PASSWORD)).isZero();
            assertThat(cost(login, "wrong")).isZero();
        }
    }

    /** A right password of somebody who cannot be asked about, or who was removed. */
    @Test
    void whatIsNotKnownJustNowCostsNoTryAndWhoIsGoneIsAnsweredAsAll() {
        OtherTown other = new OtherTown().has("bob@example.org");
        directory.asking(other);
        assertThat(gate.password("bob@example.org", "their pw").isGranted()).isTrue();
        gate.narrow = Optional.of(true);
        gate.heard.clear();

        other.isDown(true);
        assertThat(gate.password("bob@example.org", "their pw").answer()).isEqualTo(BEHIND);
        assertThat(gate.heard).containsExactly("asked bob@example.org", "turned away bob@example.org");
        gate.heard.clear();

        other.isDown(false);
        other.removes("bob@example.org");
        assertThat(gate.password("bob@example.org", "their pw").answer()).isEqualTo(BEHIND);
        assertThat(gate.heard).containsExactly("asked bob@example.org", "refused bob@example.org");
        assertThat(gate.underWay).hasValue(0);
    }

    @Test
    void whereTheStoreFailsNoTryIsLost() {
        directory.asking(new Failing());
        assertThatThrownBy(() -> gate.password("bob@example.org", "their pw")).isInstanceOf(StoreException.class);
        gate.narrow = Optional.of(true);
        assertThat(gate.password("bob@example.org", "their pw").answer()).isEqualTo(BEHIND);
        assertThat(gate.heard).contains("turned away bob@example.org").doesNotContain("refused bob@example.org");
        assertThat(gate.underWay).hasValue(0);
    }

    @Test
    void everyTryIsLeftWhateverComesOfIt() {
        for (Optional<Boolean> narrow : List.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))) {
            gate.narrow = narrow;
            gate.password("ada@example.org", PASSWORD);
            gate.password("ada@example.org", "wrong");
            AuthenticatorTest.scram(gate, "ada@example.org", "wrong");
            gate.ask(new Question.Token(Optional.empty(), Secret.utf8("no token")));
            assertThat(gate.underWay).hasValue(0);
        }
    }

    /** Else a full queue for hashes, or a slow directory, would tell which accounts are let try: they alone are late. */
    @ParameterizedTest
    @CsvSource({"their pw, 0", "wrong, 1"})
    void aCheckThatTakesLongerIsNotWaitedForAndStillCounts(String password, int failures) throws Exception {
        Slow other = new Slow();
        directory.asking(other);
        gate.narrow = Optional.of(true);
        gate.hasty = true;
        try (Secret given = Secret.utf8(password)) {
            Question asked = new Question.Password(Optional.empty(), "bob@example.org", given);
            assertThat(gate.ask(asked).answer()).isEqualTo(BEHIND);
        }
        assertThat(gate.heard).containsExactly("asked bob@example.org", "turned away bob@example.org");
        assertThat(gate.underWay).as("it counts until its end").hasValue(1);

        other.answers.countDown();
        for (int i = 0; i < 600 && gate.underWay.get() > 0; i++) {
            Pauses.REAL.pause(new CountDownLatch(1), Duration.ofMillis(100));
        }
        assertThat(gate.underWay).hasValue(0);
        assertThat(gate.heard.stream().filter("refused bob@example.org"::equals))
                .hasSize(failures);
        assertThat(gate.heard).doesNotContain("succeeded bob@example.org");
        gate.hasty = false;
        assertThat(gate.password("bob@example.org", password).isGranted()).isEqualTo(failures == 0);
    }

    /** A directory that takes its time. */
    private static final class Slow implements OutsideDirectory {
        private final OtherTown town = new OtherTown().has("bob@example.org");
        private final CountDownLatch answers = new CountDownLatch(1);

        @Override
        public boolean knows(Domain.Name domain) {
            return town.knows(domain);
        }

        @Override
        public Found find(Address address) {
            return town.find(address);
        }

        @Override
        public Found logIn(Address address, Secret password) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return town.logIn(address, password);
        }
    }

    /** A directory whose answers are to be kept in a store that takes nothing. */
    private static final class Failing implements OutsideDirectory {
        @Override
        public boolean knows(Domain.Name domain) {
            return true;
        }

        @Override
        public Found find(Address address) {
            return new Found.Nobody();
        }

        @Override
        public Found logIn(Address address, Secret password) {
            throw StoreException.broken("the disk is full", new IllegalStateException("injected"));
        }
    }
}
