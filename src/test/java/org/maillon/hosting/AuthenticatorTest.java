package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Gatehouse.BY_POP3;
import static org.maillon.hosting.Gatehouse.BY_SMTP;
import static org.maillon.hosting.Gatehouse.BY_WEB;
import static org.maillon.hosting.Town.address;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.Authenticator.Interactive;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Move;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.sasl.SaslFacts;
import org.maillon.wire.sasl.ScramClient;

class AuthenticatorTest {
    private static final Address ADA = address("ada@example.org");
    private static final String PASSWORD = "love lace";

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store, "scram-iterations", "4096");
    private final Gatehouse gate = new Gatehouse(directory);

    private long cost(String login, String password) {
        long before = directory.passwords().computed();
        gate.password(login, password);
        return directory.passwords().computed() - before;
    }

    /** Who guesses must not learn from time or words which accounts there are. */
    @ParameterizedTest
    @ValueSource(strings = {"wrong", "mln-aaaaa-bbbbb-ccccc-ddddd", "Dörte", "\u2168 wrong"})
    void anUnknownNameCostsWhatAWrongPasswordCosts(String password) {
        appPassword("phone", Scope.SMTP);
        long known = cost("ada@example.org", password);
        assertThat(known).isPositive();
        for (String login : List.of("bob@example.org", "ada@elsewhere.net", "", "@", "ada", "postmaster@example.org")) {
            assertThat(cost(login, password)).as(login).isEqualTo(known);
            assertThat(gate.password(login, password)).isEqualTo(gate.password("ada@example.org", password));
        }
    }

    @Test
    void aRightPasswordIsRememberedForAWhile() {
        assertThat(cost("ada@example.org", PASSWORD)).isPositive();
        assertThat(cost("ADA@example.org", PASSWORD)).isZero();
        assertThat(gate.password("ada@example.org", PASSWORD).isGranted()).isTrue();
        gate.later(Duration.ofMinutes(5));
        assertThat(cost("ada@example.org", PASSWORD)).isPositive();
    }

    @Test
    void whatIsRememberedDoesNotOutliveAChange() {
        gate.password("ada@example.org", PASSWORD);
        directory.setPassword(ADA, Secret.utf8("byron"));
        assertThat(gate.password("ada@example.org", PASSWORD)).isEqualTo(Decision.DENIED);
        assertThat(gate.password("ada@example.org", "byron").isGranted()).isTrue();
        directory.removeAccount(ADA);
        assertThat(gate.password("ada@example.org", "byron")).isEqualTo(Decision.DENIED);
    }

    private boolean stillHolds(Decision decision) {
        Decision.Opened opened = decision.opened().orElseThrow();
        return gate.authenticator().stillHolds(opened.account().id(), Scope.SMTP, opened.proof());
    }

    @Test
    void whatLetSomebodyInHoldsUntilItIsChanged() {
        String phone = appPassword("phone", Scope.SMTP);
        Decision own = gate.password("ada@example.org", PASSWORD);
        Decision again = gate.password("ada@example.org", PASSWORD);
        Decision app = gate.password("ada@example.org", phone);
        assertThat(List.of(own, again, app)).allMatch(this::stillHolds);
        directory.setPassword(ADA, Secret.utf8("byron the poet"));
        assertThat(List.of(own, again)).noneMatch(this::stillHolds);
        assertThat(stillHolds(app)).isTrue();
        directory.credentials().remove(ADA, "phone");
        assertThat(stillHolds(app)).isFalse();
    }

    @Test
    void aSecondFactorThatIsTurnedOnEndsWhatThePasswordAloneHasOpened() {
        Decision own = gate.password("ada@example.org", PASSWORD);
        assertThat(stillHolds(own)).isTrue();
        withAuthenticator();
        assertThat(stillHolds(own)).isFalse();
    }

    @Test
    void anotherAccountOfTheSameNameIsNotTheOneThatLoggedIn() {
        Decision own = gate.password("ada@example.org", PASSWORD);
        directory.removeAccount(ADA);
        directory.addAccount(ADA, Secret.utf8(PASSWORD), Optional.empty());
        assertThat(stillHolds(own)).isFalse();
    }

    @Test
    void nothingIsRememberedWhereThatIsTurnedOff() {
        Gatehouse forgetful = new Gatehouse(directory, "remember-time", "0s");
        forgetful.password("ada@example.org", PASSWORD);
        long before = directory.passwords().computed();
        forgetful.password("ada@example.org", PASSWORD);
        assertThat(directory.passwords().computed()).isEqualTo(before + 1);
    }

    @Test
    void theGateIsAskedAndTold() {
        gate.password("ADA@example.org", "wrong");
        gate.password("nobody", "wrong");
        gate.password("ada@example.org", PASSWORD);
        assertThat(gate.heard)
                .containsExactly(
                        "asked ada@example.org",
                        "failed ada@example.org",
                        "asked nobody",
                        "failed nobody",
                        "asked ada@example.org",
                        "succeeded ada@example.org");
    }

    @Test
    void aClosedGateLooksAtNoPassword() {
        gate.closed = Optional.of("Wait a minute");
        long before = directory.passwords().computed();
        assertThat(gate.password("ada@example.org", PASSWORD).answer()).isEqualTo(new Answer.Blocked("Wait a minute"));
        assertThat(gate.ask(new Question.Keys("ada@example.org")).answer())
                .isEqualTo(new Answer.Blocked("Wait a minute"));
        assertThat(gate.ask(new Question.Token(Optional.empty(), Secret.utf8("x")))
                        .answer())
                .isEqualTo(new Answer.Blocked("Wait a minute"));
        assertThat(directory.passwords().computed()).isEqualTo(before);
    }

    @Test
    void nobodyActsAsSomebodyElse() {
        Secret right = Secret.utf8(PASSWORD);
        assertThat(gate.ask(new Question.Password(Optional.of("ADA@Example.org"), "ada@example.org", right))
                        .isGranted())
                .isTrue();
        assertThat(gate.ask(new Question.Password(Optional.of("bob@example.org"), "ada@example.org", right)))
                .isEqualTo(Decision.DENIED);
    }

    /** A Mac types an umlaut as two characters, others as one. */
    @Test
    void twoWaysToTypeALetterAreOnePassword() {
        directory.setPassword(ADA, Secret.utf8("No\u0308el"));
        assertThat(gate.password("ada@example.org", "N\u00F6el").isGranted()).isTrue();
        assertThat(gate.password("ada@example.org", "No\u0308el").isGranted()).isTrue();
    }

    // App passwords.

    private String appPassword(String label, Scope... scopes) {
        return directory
                .credentials()
                .add(ADA, label, Set.of(scopes), Optional.empty())
                .toOptional()
                .map(made -> Bytes.wrap(made.password().shared()).asUtf8())
                .orElseThrow();
    }

    private Decision by(Attempt attempt, String password) {
        return gate.authenticator()
                .answer(attempt, new Question.Password(Optional.empty(), "ada@example.org", Secret.utf8(password)));
    }

    @Test
    void anAppPasswordOpensWhatItIsFor() {
        String phone = appPassword("phone", Scope.SMTP);
        assertThat(phone).matches("mln(-[a-z2-7]{5}){4}");
        assertThat(by(BY_SMTP, phone).isGranted()).isTrue();
        assertThat(by(BY_SMTP, phone.toUpperCase(java.util.Locale.ROOT).replace("-", " "))
                        .isGranted())
                .isTrue();
        assertThat(by(BY_POP3, phone)).isEqualTo(Decision.DENIED);
        assertThat(gate.password("bob@example.org", phone)).isEqualTo(Decision.DENIED);
    }

    @Test
    void aRevokedOneOpensNothingThoughItIsRemembered() {
        String phone = appPassword("phone", Scope.SMTP);
        assertThat(by(BY_SMTP, phone).isGranted()).isTrue();
        assertThat(directory.credentials().remove(ADA, "phone").isDone()).isTrue();
        assertThat(by(BY_SMTP, phone)).isEqualTo(Decision.DENIED);
    }

    @Test
    void anExpiredOneOpensNothing() {
        directory
                .credentials()
                .add(ADA, "trip", EnumSet.allOf(Scope.class), Optional.of(Town.NOON.plus(Duration.ofDays(1))))
                .toOptional()
                .ifPresent(made -> {
                    String trip = Bytes.wrap(made.password().shared()).asUtf8();
                    assertThat(by(BY_SMTP, trip).isGranted()).isTrue();
                    gate.later(Duration.ofDays(1));
                    assertThat(by(BY_SMTP, trip)).isEqualTo(Decision.DENIED);
                });
    }

    @Test
    void itsUseIsNotedButNotAtEachLogIn() {
        String phone = appPassword("phone", Scope.SMTP);
        long before = store.commits();
        by(BY_SMTP, phone);
        by(BY_SMTP, phone);
        assertThat(store.commits()).isEqualTo(before + 1);
        assertThat(directory.credentials().list(ADA).toOptional().orElseThrow())
                .first()
                .extracting(AppPassword::lastUsed)
                .isEqualTo(Optional.of(Town.NOON));
    }

    @Test
    void anAppPasswordOfOlderIterationsStillOpens() {
        String phone = appPassword("phone", Scope.SMTP);
        Directory dearer = Town.empty(store, "scram-iterations", "5000");
        assertThat(new Gatehouse(dearer).password("ada@example.org", phone).isGranted())
                .isTrue();
    }

    // SCRAM.

    /** The whole exchange, with a client that knows this password. */
    static Move scram(Gatehouse house, String login, String password) {
        SaslFacts facts =
                new SaslFacts(EnumSet.allOf(Mechanism.class), Optional.empty(), "server", SaslFacts.BearerHint.NONE);
        String bare = "n=" + login + ",r=client";
        Move.Ask keys = (Move.Ask) Mechanism.SCRAM_SHA_256.begin(facts, Optional.of(Bytes.utf8("n,," + bare)));
        Move.Challenge challenge =
                (Move.Challenge) keys.next().answered(house.ask(keys.question()).answer());
        String last = ScramClient.finalMessage(bare, challenge.octets().asUtf8(), Bytes.utf8("n,,"), password);
        Move.Ask proof = (Move.Ask) challenge.next().hear(Bytes.utf8(last));
        return proof.next().answered(house.ask(proof.question()).answer());
    }

    @Test
    void scramKnowsThePasswordFromTheDayItIsSet() {
        assertThat(scram(gate, "ada@example.org", PASSWORD)).isInstanceOf(Move.Challenge.class);
        assertThat(scram(gate, "ada@example.org", "wrong")).isInstanceOf(Move.Failed.class);
        assertThat(scram(gate, "bob@example.org", "wrong")).isEqualTo(scram(gate, "ada@example.org", "wrong"));
        directory.setPassword(ADA, Secret.utf8("byron"));
        assertThat(scram(gate, "ada@example.org", PASSWORD)).isInstanceOf(Move.Failed.class);
        assertThat(scram(gate, "ADA@example.org", "byron")).isInstanceOf(Move.Challenge.class);
    }

    @Test
    void scramTakesAppPasswordsToo() {
        String phone = appPassword("phone", Scope.SMTP);
        appPassword("mail", Scope.POP3);
        assertThat(scram(gate, "ada@example.org", phone)).isInstanceOf(Move.Challenge.class);
        assertThat(directory
                        .credentials()
                        .list(ADA)
                        .toOptional()
                        .orElseThrow()
                        .getFirst()
                        .lastUsed())
                .isPresent();
        directory.credentials().remove(ADA, "phone");
        assertThat(scram(gate, "ada@example.org", phone)).isInstanceOf(Move.Failed.class);
    }

    /** A folder of an earlier version has hashes alone. */
    @Test
    void keysAreMadeAtTheNextLogInByPassword() {
        store.commit(org.maillon.store.Batch.of(DirectoryKeys.partition(Town.domain("example.org")))
                .delete(DirectoryKeys.scram("ada"))
                .build());
        assertThat(scram(gate, "ada@example.org", PASSWORD)).isInstanceOf(Move.Failed.class);
        gate.password("ada@example.org", PASSWORD);
        assertThat(scram(gate, "ada@example.org", PASSWORD)).isInstanceOf(Move.Challenge.class);
    }

    /** Salts are told to anyone who asks. */
    @Test
    void aNameThatNobodyHasGetsTheSameSaltEachTimeAndAfterARestart() {
        Question bob = new Question.Keys("bob@example.org");
        Answer.Keys first = (Answer.Keys) gate.ask(bob).answer();
        Directory again = Town.empty(store, "scram-iterations", "4096");
        assertThat(new Gatehouse(again).ask(bob).answer()).isEqualTo(first);
        Answer.Keys ada =
                (Answer.Keys) gate.ask(new Question.Keys("ada@example.org")).answer();
        assertThat(ada.keys().iterations()).isEqualTo(first.keys().iterations());
        assertThat(ada.keys().salt().length()).isEqualTo(first.keys().salt().length());
        assertThat(ada.keys().salt()).isNotEqualTo(first.keys().salt());
    }

    // A second factor.

    private List<String> withAuthenticator() {
        SecondFactors factors = directory.secondFactors();
        String uri = factors.enrol(ADA, "mail.example.org")
                .toOptional()
                .map(made -> Bytes.wrap(made.uri().shared()).asUtf8())
                .orElseThrow();
        assertThat(uri).startsWith("otpauth://totp/mail.example.org:ada%40example.org?secret=");
        assertThat(by(BY_SMTP, PASSWORD).isGranted()).as("not confirmed yet").isTrue();
        assertThat(factors.confirm(ADA, "000000")).isInstanceOf(Outcome.Refused.class);
        return factors.confirm(ADA, code(0)).toOptional().orElseThrow();
    }

    private String code(int later) {
        Bytes secret = CredentialRows.readFactor(store.get(
                                DirectoryKeys.partition(Town.domain("example.org")), DirectoryKeys.secondFactor("ada"))
                        .orElseThrow())
                .secret();
        return Totp.code(secret, Totp.step(Town.NOON) + later);
    }

    private Interactive atABrowser(Optional<String> code) {
        return gate.authenticator().interactive(BY_WEB, "ada@example.org", Secret.utf8(PASSWORD), code);
    }

    @Test
    void withAnAuthenticatorTheOwnPasswordOpensNoProgram() {
        gate.password("ada@example.org", PASSWORD);
        withAuthenticator();
        String phone = appPassword("phone", Scope.SMTP);
        assertThat(by(BY_SMTP, PASSWORD)).isEqualTo(Decision.DENIED);
        assertThat(scram(gate, "ada@example.org", PASSWORD)).isInstanceOf(Move.Failed.class);
        assertThat(by(BY_SMTP, phone).isGranted()).isTrue();
        assertThat(scram(gate, "ada@example.org", phone)).isInstanceOf(Move.Challenge.class);
    }

    @Test
    void atABrowserACodeIsWanted() {
        List<String> recovery = withAuthenticator();
        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        assertThat(atABrowser(Optional.empty())).isEqualTo(new Interactive.CodeWanted());
        assertThat(atABrowser(Optional.of("000000"))).isEqualTo(new Interactive.Denied());
        assertThat(atABrowser(Optional.of(code(0)))).as("used to confirm").isEqualTo(new Interactive.Denied());
        assertThat(atABrowser(Optional.of(code(1)))).isInstanceOf(Interactive.Granted.class);
        assertThat(atABrowser(Optional.of(code(1)))).isEqualTo(new Interactive.Denied());
        assertThat(atABrowser(Optional.of(recovery.getFirst().toUpperCase(java.util.Locale.ROOT))))
                .isInstanceOf(Interactive.Granted.class);
        assertThat(atABrowser(Optional.of(recovery.getFirst()))).isEqualTo(new Interactive.Denied());
        assertThat(directory.secondFactors().standing(ADA)).contains(new SecondFactors.Standing(true, 9));
    }

    /** Who has the password must not try codes without end. */
    @Test
    void aRightPasswordWithAWrongCodeIsAFailure() {
        withAuthenticator();
        gate.heard.clear();
        var _ = atABrowser(Optional.empty());
        var _ = atABrowser(Optional.of("000000"));
        assertThat(gate.heard)
                .containsExactly("asked ada@example.org", "asked ada@example.org", "failed ada@example.org");
    }

    @Test
    void withoutAnAuthenticatorTheOwnPasswordIsEnough() {
        assertThat(atABrowser(Optional.empty())).isInstanceOf(Interactive.Granted.class);
        withAuthenticator();
        directory.secondFactors().remove(ADA);
        assertThat(atABrowser(Optional.empty())).isInstanceOf(Interactive.Granted.class);
    }

    @Test
    void nothingIsLeftOfARemovedAccount() {
        withAuthenticator();
        appPassword("phone", Scope.SMTP);
        directory.removeAccount(ADA);
        directory.addAccount(ADA, Secret.utf8("another"), Optional.empty());
        assertThat(directory.secondFactors().standing(ADA)).isEmpty();
        assertThat(directory.credentials().list(ADA).toOptional().orElseThrow()).isEmpty();
        assertThat(gate.password("ada@example.org", "another").isGranted()).isTrue();
    }
}
