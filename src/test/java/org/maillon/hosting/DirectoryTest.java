package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;
import static org.maillon.hosting.Town.domain;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Secret;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

class DirectoryTest {
    private static final TenantId OTHER = new TenantId("other");
    private static final Secret PASSWORD = Secret.utf8("correct horse");

    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store);

    private static Cause cause(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).cause();
    }

    @Test
    void aDomainBelongsToOneTenant() {
        directory.addTenant(OTHER, "Other", ServerId.DEFAULT);
        assertThat(cause(directory.addDomain(OTHER, domain("example.org")))).isEqualTo(Cause.FOREIGN);
        assertThat(cause(directory.addDomain(TenantId.DEFAULT, domain("example.org"))))
                .isEqualTo(Cause.EXISTS);
        assertThat(cause(directory.addDomain(new TenantId("nobody"), domain("new.example"))))
                .isEqualTo(Cause.MISSING);
    }

    @Test
    void aDomainThatWasRemovedMayGoToAnotherTenant() {
        directory.addTenant(OTHER, "Other", ServerId.DEFAULT);
        assertThat(cause(directory.removeDomain(domain("example.org")))).isEqualTo(Cause.IN_USE);
        directory.removeAccount(address("ada@example.org"));
        assertThat(directory.removeDomain(domain("example.org")).isDone()).isTrue();
        assertThat(directory.domains(TenantId.DEFAULT)).isEmpty();
        assertThat(directory.addDomain(OTHER, domain("example.org")).isDone()).isTrue();
        assertThat(directory.domains(OTHER)).extracting(HostedDomain::name).containsExactly(domain("example.org"));
    }

    @Test
    void aTenantWithDomainsStays() {
        assertThat(cause(directory.removeTenant(TenantId.DEFAULT))).isEqualTo(Cause.IN_USE);
        directory.addTenant(OTHER, "Other", ServerId.DEFAULT);
        assertThat(directory.removeTenant(OTHER).isDone()).isTrue();
        assertThat(directory.tenants()).extracting(Tenant::id).containsExactly(TenantId.DEFAULT);
    }

    @Test
    void addingAgainChangesNothing() {
        assertThat(cause(directory.addTenant(TenantId.DEFAULT, "Again", ServerId.DEFAULT)))
                .isEqualTo(Cause.EXISTS);
        assertThat(cause(directory.addServer(ServerId.DEFAULT, List.of(), Optional.empty())))
                .isEqualTo(Cause.EXISTS);
        assertThat(cause(directory.addAccount(address("ADA@example.org"), PASSWORD, Optional.empty())))
                .isEqualTo(Cause.EXISTS);
        assertThat(cause(directory.addAlias(address("ada@example.org"), List.of(address("x@example.org")))))
                .isEqualTo(Cause.EXISTS);
        assertThat(directory.tenant(TenantId.DEFAULT).orElseThrow().title()).isEqualTo("Default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "ü", "a b"})
    void refusesTenantsWithNamesThatOthersCouldNotRead(String name) {
        assertThat(cause(directory.addTenant(new TenantId(name), "x", ServerId.DEFAULT)))
                .isEqualTo(Cause.INVALID);
    }

    @Test
    void aTenantsNameMayHave63Characters() {
        assertThat(directory
                        .addTenant(new TenantId("a".repeat(63)), "x", ServerId.DEFAULT)
                        .isDone())
                .isTrue();
        assertThat(cause(directory.addTenant(new TenantId("a".repeat(64)), "x", ServerId.DEFAULT)))
                .isEqualTo(Cause.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", ".a", "a.", "-a.org", "EXAMPLE.org", "a_b.org", "192.0.2.1", "bücher.example"})
    void refusesDomainsThatDnsCouldNotAsk(String name) {
        assertThat(cause(directory.addDomain(TenantId.DEFAULT, new Domain.Name(name))))
                .isEqualTo(Cause.INVALID);
    }

    @ParameterizedTest(name = "{0} octets: {1}")
    @CsvSource({"63, true", "64, true", "65, false"})
    void anAccountsNameHasUpTo64Octets(int octets, boolean taken) {
        Address address = new Address("a".repeat(octets), domain("example.org"));
        assertThat(directory.addAccount(address, PASSWORD, Optional.empty()).isDone())
                .isEqualTo(taken);
    }

    @Test
    void refusesAnAccountThatAPlusAddressAlreadyReaches() {
        assertThat(cause(directory.addAccount(address("ada+x@example.org"), PASSWORD, Optional.empty())))
                .isEqualTo(Cause.INVALID);
    }

    @ParameterizedTest(name = "{0} targets: {1}")
    @CsvSource({"0, false", "1, true", "2, true", "3, true", "4, false"})
    void anAliasHasOneTargetUpToTheBound(int number, boolean taken) {
        Directory narrow = Town.empty(store, "max-targets", "3");
        List<Address> targets = IntStream.range(0, number)
                .mapToObj(i -> address("t" + i + "@example.org"))
                .toList();
        assertThat(narrow.addAlias(address("team@example.org"), targets).isDone())
                .isEqualTo(taken);
    }

    @ParameterizedTest(name = "{0} octets: {1}")
    @CsvSource({"3, false", "4, true", "5, true"})
    void aPasswordHasTheLeastLength(int octets, boolean taken) {
        Secret password = Secret.utf8("p".repeat(octets));
        assertThat(directory.setPassword(address("ada@example.org"), password).isDone())
                .isEqualTo(taken);
    }

    @Test
    void anAccountIsFoundByItsIdUntilItIsRemoved() {
        Account ada = directory.account(address("ada@example.org")).orElseThrow();
        assertThat(directory.account(ada.id())).contains(ada);
        directory.removeAccount(ada.address());
        assertThat(directory.account(ada.id())).isEmpty();
        assertThat(directory.removedAccounts()).containsExactly(ada.id());
        Account again = directory
                .addAccount(ada.address(), PASSWORD, Optional.empty())
                .toOptional()
                .orElseThrow();
        assertThat(again.id()).isNotEqualTo(ada.id());
        assertThat(directory.account(ada.id())).isEmpty();
        directory.forget(ada.id());
        assertThat(directory.removedAccounts()).isEmpty();
    }

    @Test
    void quotaAndForwardsAreKept() {
        Address ada = address("ada@example.org");
        directory.setQuota(ada, ByteSize.parse("5MiB"));
        directory.setForward(ada, List.of(address("a@elsewhere.net")), false);
        Account account = Town.empty(store).account(ada).orElseThrow();
        assertThat(account.quota()).isEqualTo(ByteSize.parse("5MiB"));
        assertThat(account.forwards()).containsExactly(address("a@elsewhere.net"));
        assertThat(account.keepCopy()).isFalse();
        assertThat(cause(directory.setQuota(ada, new ByteSize(0)))).isEqualTo(Cause.INVALID);
    }

    @Test
    void withoutForwardsACopyIsAlwaysKept() {
        Outcome<Account> changed = directory.setForward(address("ada@example.org"), List.of(), false);
        assertThat(changed.toOptional().orElseThrow().keepCopy()).isTrue();
    }

    @Test
    void listsADomainLongerThanAPage() {
        int number = 1200;
        for (int i = 0; i < number; i++) {
            directory.addAlias(address("a" + i + "@example.org"), List.of(address("ada@example.org")));
        }
        try (Stream<Alias> aliases = directory.aliases(domain("example.org"))) {
            assertThat(aliases).hasSize(number);
        }
        assertThat(directory.accounts(domain("example.org"))).hasSize(1);
    }

    @Test
    void ofManyWhoAddOneAddressExactlyOneWins() throws Exception {
        List<Outcome<Account>> outcomes = atOnce(
                16, i -> directory.addAccount(address("eve@example.org"), Secret.utf8("pass" + i), Optional.empty()));
        assertThat(outcomes.stream().filter(Outcome::isDone)).hasSize(1);
        assertThat(outcomes.stream().filter(o -> !o.isDone()).map(DirectoryTest::cause))
                .containsOnly(Cause.EXISTS);
    }

    @Test
    void ofManyWhoAddOneDomainExactlyOneWins() throws Exception {
        directory.addTenant(OTHER, "Other", ServerId.DEFAULT);
        List<Outcome<HostedDomain>> outcomes =
                atOnce(16, i -> directory.addDomain(i % 2 == 0 ? OTHER : TenantId.DEFAULT, domain("prize.example")));
        assertThat(outcomes.stream().filter(Outcome::isDone)).hasSize(1);
    }

    @Test
    void manyDifferentAddressesAddedAtOnceAllArrive() throws Exception {
        List<Outcome<Account>> outcomes =
                atOnce(16, i -> directory.addAccount(address("u" + i + "@example.org"), PASSWORD, Optional.empty()));
        assertThat(outcomes).allMatch(Outcome::isDone);
        assertThat(directory.accounts(domain("example.org"))).hasSize(17);
    }

    private static <T> List<T> atOnce(int number, Function<Integer, T> work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = IntStream.range(0, number)
                    .<Callable<T>>mapToObj(i -> () -> work.apply(i))
                    .toList();
            List<Future<T>> futures = executor.invokeAll(calls);
            return futures.stream().map(Future::resultNow).toList();
        }
    }

    /** Every number of commits before the crash, before and after its effect: done again, the work is whole. */
    @Test
    void whatACrashCutShortIsFinishedByAskingAgain() {
        for (Faults.Fate fate : List.of(Faults.Fate.CRASH_BEFORE, Faults.Fate.CRASH_AFTER)) {
            for (int commits = 0; commits < 12; commits++) {
                ModelStore fragile = new ModelStore();
                Directory town = Town.withAda(fragile);
                fragile.with(Faults.at(commits, fate));
                try {
                    comeAndGo(town);
                } catch (StoreException _) {
                    // gone in the middle
                }
                fragile.reopen();
                Directory after = Town.empty(fragile);
                comeAndGo(after);
                assertThat(after.isOurs(domain("new.example"))).isFalse();
                assertThat(after.domains()).extracting(HostedDomain::name).containsExactly(domain("example.org"));
                assertThat(after.addDomain(TenantId.DEFAULT, domain("new.example"))
                                .isDone())
                        .isTrue();
                assertThat(after.removedAccounts()).isNotEmpty();
            }
        }
    }

    private static void comeAndGo(Directory town) {
        town.addDomain(TenantId.DEFAULT, domain("new.example"));
        assertThat(town.isOurs(domain("new.example"))).isTrue();
        town.addAccount(address("bob@new.example"), PASSWORD, Optional.empty());
        Account bob = town.account(address("bob@new.example")).orElseThrow();
        assertThat(town.account(bob.id())).contains(bob);
        assertThat(Gatehouse.logIn(town, "bob@new.example", PASSWORD)).contains(bob);
        assertThat(town.removeAccount(address("bob@new.example")).isDone()).isTrue();
        assertThat(town.removeDomain(domain("new.example")).isDone()).isTrue();
    }
}
