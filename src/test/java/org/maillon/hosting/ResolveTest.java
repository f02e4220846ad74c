package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;
import static org.maillon.hosting.Town.domain;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Secret;
import org.maillon.store.model.ModelStore;

class ResolveTest {
    private final ModelStore store = new ModelStore();
    private Directory directory = Town.withAda(store);

    @BeforeEach
    void furnish() {
        directory.addAccount(address("müller@example.org"), Secret.utf8("mahlzeit"), Optional.empty());
        directory.addAlias(
                address("team@example.org"), List.of(address("ada@example.org"), address("bob@elsewhere.net")));
    }

    @ParameterizedTest(name = "{0} → {1} ({2})")
    @CsvSource(delimiter = '|', textBlock = """
                    ada@example.org           | account ada@example.org      | exactly
                    ADA@Example.ORG           | account ada@example.org      | hosted local parts have no case
                    ada+news@example.org      | account ada@example.org news | the detail behind the plus
                    Ada+A+B@example.org       | account ada@example.org A+B  | only the first plus parts
                    ada+@example.org          | account ada@example.org      | an empty detail
                    +ada@example.org          | none default                 | nothing stands before the plus
                    MÜLLER@example.org        | account müller@example.org   | letters beyond ASCII fold too
                    mu\u0308ller@example.org  | account müller@example.org   | composed and decomposed are the same
                    team@example.org          | 2 of team@example.org        | an alias of two, one remote
                    team+x@example.org        | 2 of team+x@example.org      | an alias with a detail
                    nobody@example.org        | none default                 | no such mailbox
                    postmaster@example.org    | account ada@example.org      | the first account has the duty
                    Abuse@example.org         | account ada@example.org      | and this one
                    ada@sub.example.org       | not ours                     | a subdomain is another domain
                    ada@[192.0.2.1]           | not ours                     | a literal is no hosted domain
                    """)
    void resolves(String asked, String expected, String reason) {
        assertThat(told(directory.resolve(address(asked)))).as(reason).isEqualTo(expected);
    }

    private static String told(Resolution resolution) {
        return switch (resolution) {
            case Resolution.NotOurs _ -> "not ours";
            case Resolution.NoSuchMailbox(TenantId tenant) -> "none " + tenant;
            case Resolution.NotNow(var _, String why) -> "not now: " + why;
            case Resolution.ToAccount(Account account, Optional<String> detail) ->
                ("account " + account.address() + " " + detail.orElse("")).strip();
            case Resolution.ToAddresses(var _, var targets, var alias) -> targets.size() + " of " + alias;
        };
    }

    @Test
    void anExactAccountWinsOverThePlusRule() {
        Directory plain = Town.empty(store, "plus-separators", "");
        plain.addAccount(address("ada+news@example.org"), Secret.utf8("newsnews"), Optional.empty());
        assertThat(told(directory.resolve(address("ada+news@example.org")))).isEqualTo("account ada+news@example.org");
    }

    @Test
    void withoutSeparatorsAPlusIsALetter() {
        Directory plain = Town.empty(store, "plus-separators", "");
        assertThat(told(plain.resolve(address("ada+news@example.org")))).isEqualTo("none default");
    }

    @Test
    void severalSeparatorsMayPart() {
        Directory both = Town.empty(store, "plus-separators", "+-");
        assertThat(told(both.resolve(address("ada-lists+x@example.org")))).isEqualTo("account ada@example.org lists+x");
    }

    @Test
    void aCatchAllTakesWhatNobodyHasAndNoMore() {
        directory.setCatchAll(domain("example.org"), Optional.of(address("müller@example.org")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("account müller@example.org");
        assertThat(told(directory.resolve(address("ada@example.org")))).isEqualTo("account ada@example.org");
        assertThat(told(directory.resolve(address("postmaster@example.org")))).isEqualTo("account ada@example.org");
        directory.setCatchAll(domain("example.org"), Optional.empty());
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("none default");
    }

    @Test
    void aCatchAllMayBeElsewhere() {
        directory.setCatchAll(domain("example.org"), Optional.of(address("all@elsewhere.net")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("1 of nobody@example.org");
    }

    @Test
    void theDutyGoesToTheNextAccountWhenItsHolderLeaves() {
        directory.removeAccount(address("ada@example.org"));
        assertThat(told(directory.resolve(address("postmaster@example.org")))).isEqualTo("account müller@example.org");
    }

    @Test
    void aDomainWithoutAccountsLeavesTheDutyToItsTenant() {
        directory.addDomain(TenantId.DEFAULT, domain("bare.example"));
        assertThat(told(directory.resolve(address("abuse@bare.example")))).isEqualTo("account ada@example.org");
        directory.setPostmaster(domain("bare.example"), Optional.of(address("müller@example.org")));
        assertThat(told(directory.resolve(address("abuse@bare.example")))).isEqualTo("account müller@example.org");
    }

    @Test
    void anAccountNamedPostmasterTakesItsOwnMail() {
        directory.addAccount(address("postmaster@example.org"), Secret.utf8("duty"), Optional.empty());
        assertThat(told(directory.resolve(address("PostMaster@example.org"))))
                .isEqualTo("account postmaster@example.org");
    }

    @Test
    void aLookupSeesEveryChangeAtOnce() {
        assertThat(told(directory.resolve(address("new@example.org")))).isEqualTo("none default");
        directory.addAccount(address("new@example.org"), Secret.utf8("brand new"), Optional.empty());
        assertThat(told(directory.resolve(address("new@example.org")))).isEqualTo("account new@example.org");
        directory.setForward(address("new@example.org"), List.of(address("x@elsewhere.net")), false);
        assertThat(directory.resolve(address("new@example.org")))
                .isInstanceOfSatisfying(
                        Resolution.ToAccount.class,
                        to -> assertThat(to.account().keepCopy()).isFalse());
        directory.removeAccount(address("new@example.org"));
        assertThat(told(directory.resolve(address("new@example.org")))).isEqualTo("none default");
        assertThat(directory.isOurs(domain("gone.example"))).isFalse();
        directory.addDomain(TenantId.DEFAULT, domain("gone.example"));
        assertThat(directory.isOurs(domain("gone.example"))).isTrue();
        directory.removeDomain(domain("gone.example"));
        assertThat(directory.isOurs(domain("gone.example"))).isFalse();
    }

    @Test
    void theTenantsDutyIsHandedOnWithTheDomains() {
        directory.addDomain(TenantId.DEFAULT, domain("bare.example"));
        directory.removeAccount(address("ada@example.org"));
        assertThat(told(directory.resolve(address("abuse@bare.example")))).isEqualTo("account müller@example.org");
    }

    @Test
    void aCatchAllMayLeadToAPlusAddressAnAliasOrADuty() {
        directory.setCatchAll(domain("example.org"), Optional.of(address("ada+rest@example.org")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("account ada@example.org rest");
        directory.setCatchAll(domain("example.org"), Optional.of(address("team@example.org")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("2 of nobody@example.org");
        directory.setCatchAll(domain("example.org"), Optional.of(address("abuse@example.org")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("account ada@example.org");
    }

    @Test
    void aCatchAllOrDutyThatLeadsToNobodyEnds() {
        directory.setCatchAll(domain("example.org"), Optional.of(address("gone@example.org")));
        assertThat(told(directory.resolve(address("nobody@example.org")))).isEqualTo("none default");
        directory.setPostmaster(domain("example.org"), Optional.of(address("postmaster@example.org")));
        assertThat(told(directory.resolve(address("postmaster@example.org")))).isEqualTo("account ada@example.org");
    }
}
