package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;
import static org.maillon.hosting.Town.domain;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Authenticator.Interactive;
import org.maillon.hosting.SendingRights.Judgement;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.secrets.KnownSecrets;
import org.maillon.store.model.ModelStore;
import org.slf4j.LoggerFactory;

/** People whom another directory keeps: found, logged in, and gone when they are gone there. ada@ and her password are ours. */
class OutsidersTest {
    private final ModelStore store = new ModelStore();
    private final Directory directory = Town.withAda(store, "scram-iterations", "4096");
    private final OtherTown other = new OtherTown().has("bob@example.org", "robert@example.org");
    private final Gatehouse gate = new Gatehouse(directory);

    @BeforeEach
    void ask() {
        directory.asking(other);
    }

    private Resolution resolve(String address) {
        return directory.resolve(address(address));
    }

    private Account account(String address) {
        Resolution resolution = resolve(address);
        assertThat(resolution).as(address).isInstanceOf(Resolution.ToAccount.class);
        return ((Resolution.ToAccount) resolution).account();
    }

    // Looking up.

    @Test
    void aMailboxIsMadeAtTheFirstNeedAndIsTheSameEverAfter() {
        assertThat(directory.account(address("bob@example.org"))).isEmpty();
        Account first = account("bob@example.org");
        assertThat(account("BOB@example.org").id()).isEqualTo(first.id());
        assertThat(account("robert@example.org").id()).isEqualTo(first.id());
        assertThat(account("robert@example.org").address()).isEqualTo(address("bob@example.org"));
        assertThat(directory.accounts(domain("example.org"))).hasSize(2);
    }

    @Test
    void theDetailIsNoneOfItsBusiness() {
        assertThat(resolve("bob+news@example.org")).isInstanceOfSatisfying(Resolution.ToAccount.class, to -> {
            assertThat(to.account().address()).isEqualTo(address("bob@example.org"));
            assertThat(to.detail()).contains("news");
        });
        assertThat(other.asked).containsOnly("bob@example.org");
    }

    @Test
    void whomNobodyKnowsIsNotThere() {
        assertThat(resolve("carl@example.org")).isEqualTo(new Resolution.NoSuchMailbox(TenantId.DEFAULT));
        directory.setCatchAll(domain("example.org"), Optional.of(address("robert@example.org")));
        assertThat(account("carl@example.org").address()).isEqualTo(address("bob@example.org"));
    }

    @Test
    void oursAreNotAskedFor() {
        directory.addAlias(address("team@example.org"), List.of(address("ada@example.org")));
        account("ada@example.org");
        resolve("team@example.org");
        resolve("ada+x@example.org");
        assertThat(other.asked).isEmpty();
    }

    @Test
    void whileItIsDownNobodyIsNotThere() {
        Account bob = account("bob@example.org");
        other.isDown(true);
        for (String asked : List.of("bob@example.org", "robert@example.org", "carl@example.org", "bob+x@example.org")) {
            assertThat(resolve(asked)).isEqualTo(new Resolution.NotNow(TenantId.DEFAULT, "it is down"));
        }
        assertThat(account("ada@example.org").address()).isEqualTo(address("ada@example.org"));
        assertThat(account("postmaster@example.org").address())
                .as("somebody always has the duty")
                .isEqualTo(address("ada@example.org"));
        other.isDown(false);
        assertThat(account("bob@example.org").id()).isEqualTo(bob.id());
    }

    @Test
    void whoIsRemovedThereIsNotFoundAndFindsTheOldMailboxOnComingBack() {
        Account bob = account("bob@example.org");
        other.removes("bob@example.org");
        assertThat(resolve("bob@example.org")).isInstanceOf(Resolution.NoSuchMailbox.class);
        assertThat(resolve("robert@example.org")).isInstanceOf(Resolution.NoSuchMailbox.class);
        assertThat(directory.account(bob.id())).contains(bob);
        other.has("bob@example.org");
        assertThat(account("bob@example.org").id()).isEqualTo(bob.id());
    }

    @Test
    void whoIsGivenAPasswordHereIsOursFromThenOn() {
        Account bob = account("bob@example.org");
        directory.setPassword(bob.address(), Secret.utf8("our pw"));
        other.removes("bob@example.org");
        assertThat(account("bob@example.org").id()).isEqualTo(bob.id());
        assertThat(gate.password("bob@example.org", "our pw").isGranted()).isTrue();
    }

    @Test
    void anOwnAddressThatCanHaveNoMailboxIsNobodysFault() {
        other.has("b+ob@example.org", "eve@example.org").has("x@nothosted.test", "mallory@example.org");
        assertThat(resolve("eve@example.org")).isInstanceOf(Resolution.NotNow.class);
        assertThat(resolve("mallory@example.org")).isInstanceOf(Resolution.NotNow.class);
    }

    @Test
    void anOwnAddressThatIsAnAliasHereLeadsWhereThatLeads() {
        directory.addAlias(address("ops@example.org"), List.of(address("ada@example.org")));
        other.has("ops@example.org", "operations@example.org");
        assertThat(resolve("operations@example.org"))
                .isInstanceOfSatisfying(
                        Resolution.ToAddresses.class,
                        to -> assertThat(to.targets()).containsExactly(address("ada@example.org")));
    }

    @Test
    void whoeverIsThereMaySendAsWhatLeadsThere() {
        Account bob = account("bob@example.org");
        assertThat(directory.sendingRights().judge(bob, address("robert@example.org")))
                .isEqualTo(Judgement.ALLOWED);
        assertThat(directory.sendingRights().judge(bob, address("ada@example.org")))
                .isEqualTo(Judgement.DENIED);
        other.isDown(true);
        assertThat(directory.sendingRights().judge(bob, address("robert@example.org")))
                .isEqualTo(Judgement.NOT_NOW);
        assertThat(directory.sendingRights().judge(bob, address("bob@example.org")))
                .isEqualTo(Judgement.ALLOWED);
    }

    @Test
    void noStrangerChoosesThePostmaster() {
        Directory fresh = Town.withAda(new ModelStore());
        fresh.removeAccount(address("ada@example.org"));
        fresh.asking(new OtherTown().has("bob@example.org"));
        assertThat(fresh.resolve(address("bob@example.org"))).isInstanceOf(Resolution.ToAccount.class);
        assertThat(fresh.domain(domain("example.org")).orElseThrow().postmaster())
                .isEmpty();
        assertThat(fresh.resolve(address("postmaster@example.org"))).isInstanceOf(Resolution.NoSuchMailbox.class);

        fresh.addAccount(
                address("zoe@example.org"), Secret.utf8(KnownSecrets.know("our own password")), Optional.empty());
        assertThat(fresh.domain(domain("example.org")).orElseThrow().postmaster())
                .contains(address("zoe@example.org"));
        fresh.removeAccount(address("zoe@example.org"));
        assertThat(fresh.domain(domain("example.org")).orElseThrow().postmaster())
                .as("nor is it handed on to one whom a stranger has called")
                .isEmpty();
    }

    // Logging in.

    @Test
    void theirPasswordLogsInAndMakesTheMailbox() {
        assertThat(gate.password("robert@example.org", "their pw")
                        .account()
                        .orElseThrow()
                        .address())
                .isEqualTo(address("bob@example.org"));
        assertThat(gate.heard).containsExactly("asked robert@example.org", "succeeded robert@example.org");
        assertThat(gate.password("bob@example.org", "wrong")).isEqualTo(Decision.DENIED);
        assertThat(gate.password("carl@example.org", "their pw")).isEqualTo(Decision.DENIED);
    }

    @Test
    void oursLogInByOurs() {
        other.has("ada@example.org", "countess@example.org");
        assertThat(gate.password("ada@example.org", "love lace").isGranted()).isTrue();
        assertThat(gate.password("ada@example.org", "their pw")).isEqualTo(Decision.DENIED);
        assertThat(gate.password("countess@example.org", "their pw"))
                .as("another name of hers opens no account of ours")
                .isEqualTo(Decision.DENIED);
    }

    @Test
    void whileItIsDownALogInIsNobodysFailure() {
        other.isDown(true);
        assertThat(gate.password("bob@example.org", "their pw")).isEqualTo(Decision.LATER);
        assertThat(gate.heard).containsExactly("asked bob@example.org");
        assertThat(gate.password("ada@example.org", "love lace").isGranted()).isTrue();
    }

    /** Nobody is blocked for it, so anyone could fill the log. */
    @Test
    void whileItIsDownTheLogSaysSoNowAndThen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Authenticator.class);
        logger.addAppender(log);
        other.isDown(true);
        for (int i = 0; i < 100; i++) {
            gate.password("bob@example.org", "their pw");
        }
        gate.later(Duration.ofSeconds(10));
        gate.password("bob@example.org", "their pw");
        logger.detachAppender(log);
        assertThat(log.list)
                .hasSize(2)
                .allMatch(event -> event.getFormattedMessage().contains("it is down"));
    }

    @Test
    void aRightPasswordIsRememberedForAWhileWhoeverItIs() {
        gate.password("bob@example.org", "their pw");
        other.asked.clear();
        assertThat(gate.password("bob@example.org", "their pw").isGranted()).isTrue();
        assertThat(other.asked).as("whether he is still there").containsExactly("bob@example.org");
        other.removes("bob@example.org");
        assertThat(gate.password("bob@example.org", "their pw")).isEqualTo(Decision.DENIED);
        gate.later(Duration.ofMinutes(5));
        assertThat(gate.password("bob@example.org", "their pw")).isEqualTo(Decision.DENIED);
    }

    @Test
    void whatIsRememberedOfThemEndsWithAPasswordOfOurs() {
        gate.password("bob@example.org", "their pw");
        directory.setPassword(address("bob@example.org"), Secret.utf8("our pw"));
        assertThat(gate.password("bob@example.org", "their pw")).isEqualTo(Decision.DENIED);
    }

    @Test
    void anAppPasswordOpensNothingForWhoIsGone() {
        Account bob = account("bob@example.org");
        String app = directory
                .credentials()
                .add(bob.address(), "phone", Set.of(Scope.SMTP), Optional.empty())
                .toOptional()
                .map(made -> Bytes.wrap(made.password().shared()).asUtf8())
                .orElseThrow();
        assertThat(gate.password("bob@example.org", app).isGranted()).isTrue();
        other.isDown(true);
        assertThat(gate.password("bob@example.org", app)).isEqualTo(Decision.LATER);
        other.isDown(false);
        other.removes("bob@example.org");
        assertThat(gate.password("bob@example.org", app)).isEqualTo(Decision.DENIED);
    }

    @Test
    void whoIsInGoesOnWhileItIsDownAndNoLongerOnceRemoved() {
        Decision.Opened opened =
                gate.password("bob@example.org", "their pw").opened().orElseThrow();
        other.isDown(true);
        assertThat(stillHolds(opened)).isTrue();
        other.isDown(false);
        other.removes("bob@example.org");
        assertThat(stillHolds(opened)).isFalse();
    }

    private boolean stillHolds(Decision.Opened opened) {
        return gate.authenticator().stillHolds(opened.account().id(), Scope.SMTP, opened.proof());
    }

    @Test
    void aSecondFactorIsAskedOfThemToo() {
        Account bob = account("bob@example.org");
        gate.password("bob@example.org", "their pw");
        SecondFactors factors = directory.secondFactors();
        factors.enrol(bob.address(), "mail.example.org");
        Bytes secret = CredentialRows.readFactor(
                        store.get(DirectoryKeys.partition(domain("example.org")), DirectoryKeys.secondFactor("bob"))
                                .orElseThrow())
                .secret();
        assertThat(factors.confirm(bob.address(), Totp.code(secret, Totp.step(Town.NOON)))
                        .isDone())
                .isTrue();
        assertThat(gate.password("bob@example.org", "their pw")).isEqualTo(Decision.DENIED);
        assertThat(gate.authenticator()
                        .interactive(Gatehouse.BY_WEB, "bob@example.org", Secret.utf8("their pw"), Optional.empty()))
                .isInstanceOf(Interactive.CodeWanted.class);
    }
}
