package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Mechanism;

class CredentialsTest {
    private static final Address ADA = address("ada@example.org");

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store, "max-app-passwords", "3");
    private final Credentials credentials = directory.credentials();

    private Outcome<Credentials.Made> add(String label) {
        return credentials.add(ADA, label, Set.of(Scope.SMTP), Optional.empty());
    }

    @Test
    void asManyAsTheSettingsAllow() {
        assertThat(add("1").isDone()).isTrue();
        assertThat(add("2").isDone()).isTrue();
        assertThat(add("3").isDone()).isTrue();
        assertThat(add("4")).isInstanceOf(Outcome.Refused.class);
        assertThat(credentials.remove(ADA, "2").isDone()).isTrue();
        assertThat(add("4").isDone()).isTrue();
        assertThat(credentials.list(ADA).toOptional().orElseThrow())
                .extracting(AppPassword::label)
                .containsExactly("1", "3", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "12345678901234567890123456789012345678901234567890123456789012345"})
    void aLabelThatIsNoneIsRefused(String label) {
        assertThat(add(label)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whatCannotBeMeantIsRefusedInASentence() {
        assertThat(add("phone").isDone()).isTrue();
        assertThat(add("phone"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.sentence()).contains("'phone' already"));
        assertThat(credentials.add(ADA, "x", Set.of(), Optional.empty())).isInstanceOf(Outcome.Refused.class);
        assertThat(credentials.add(ADA, "x", Set.of(Scope.API), Optional.of(Town.NOON)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(credentials.add(address("bob@example.org"), "x", Set.of(Scope.API), Optional.empty()))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(credentials.list(address("bob@example.org"))).isInstanceOf(Outcome.Refused.class);
        assertThat(credentials.remove(ADA, "tablet")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whatWasMadePrintsAsStars() {
        assertThat(add("phone").toString()).contains("****").doesNotContain("mln-");
    }

    @Test
    void anAuthenticatorIsEnrolledOnceAndConfirmedOnce() {
        SecondFactors factors = directory.secondFactors();
        assertThat(factors.confirm(ADA, "123456")).isInstanceOf(Outcome.Refused.class);
        assertThat(factors.remove(ADA)).isInstanceOf(Outcome.Refused.class);
        assertThat(factors.enrol(address("bob@example.org"), "x")).isInstanceOf(Outcome.Refused.class);
        Outcome<SecondFactors.Enrolment> first = factors.enrol(ADA, "x");
        assertThat(first.toString()).doesNotContain("otpauth");
        assertThat(factors.enrol(ADA, "x")).as("begun anew").isNotEqualTo(first);
        assertThat(factors.standing(ADA)).contains(new SecondFactors.Standing(false, 0));
    }

    @Test
    void theSettingsNameMechanismsOrAllThatCanWork() {
        assertThat(LogIns.mechanisms(Gatehouse.settings(), false, false))
                .isEqualTo(EnumSet.of(
                        Mechanism.SCRAM_SHA_256_PLUS, Mechanism.SCRAM_SHA_256, Mechanism.PLAIN, Mechanism.LOGIN));
        assertThat(LogIns.mechanisms(Gatehouse.settings(), true, true))
                .isEqualTo(EnumSet.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.OAUTHBEARER, Mechanism.XOAUTH2));
        assertThat(LogIns.mechanisms(Gatehouse.settings("mechanisms", "plain"), true, true))
                .isEqualTo(EnumSet.of(Mechanism.PLAIN));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> LogIns.mechanisms(Gatehouse.settings("mechanisms", "CRAM-MD5"), false, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CRAM-MD5");
    }

    @Test
    void nothingIsOfferedToWhoCanBeOverheard() {
        LogIns logIns = new LogIns(
                (_, _) -> Decision.DENIED,
                EnumSet.allOf(Mechanism.class),
                Gatehouse.settings(),
                new java.util.Random(1));
        assertThat(logIns.offered(false, Optional.empty())).isEmpty();
        assertThat(logIns.offered(true, Optional.empty()))
                .isEqualTo(List.of(
                        Mechanism.SCRAM_SHA_256,
                        Mechanism.OAUTHBEARER,
                        Mechanism.XOAUTH2,
                        Mechanism.PLAIN,
                        Mechanism.LOGIN));
        assertThat(logIns.offered(true, Optional.of(org.maillon.kernel.Bytes.utf8("exported"))))
                .startsWith(Mechanism.SCRAM_SHA_256_PLUS);
        assertThat(logIns.facts(List.of(), Optional.empty()).nonce())
                .hasSize(24)
                .isNotEqualTo(logIns.facts(List.of(), Optional.empty()).nonce());
    }
}
