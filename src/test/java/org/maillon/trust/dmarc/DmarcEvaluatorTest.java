package org.maillon.trust.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.trust.dmarc.DmarcVerdict.Result.FAIL;
import static org.maillon.trust.dmarc.DmarcVerdict.Result.NONE;
import static org.maillon.trust.dmarc.DmarcVerdict.Result.PASS;
import static org.maillon.trust.dmarc.DmarcVerdict.Result.PERMERROR;
import static org.maillon.trust.dmarc.DmarcVerdict.Result.TEMPERROR;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.dns.FakeResolver;

/** RFC 9989 §4.10, §5.3; RFC 7489 §6.6. */
class DmarcEvaluatorTest {
    private static final Optional<String> NO_SPF = Optional.empty();
    private static final RandomGenerator FORTIES = () -> 0;

    private final FakeResolver dns = new FakeResolver();

    private static DmarcQuery query(String from, Optional<String> spf, String... dkim) {
        List<byte[]> fields =
                Arrays.stream(from.split("\n")).map(f -> f.getBytes(UTF_8)).toList();
        return new DmarcQuery(AuthorDomains.of(fields), spf, List.of(dkim));
    }

    private DmarcVerdict walk(String from, Optional<String> spf, String... dkim) {
        return DmarcEvaluator.walking(dns, FORTIES).evaluate(query(from, spf, dkim));
    }

    private DmarcVerdict list(String from, Optional<String> spf, String... dkim) {
        return DmarcEvaluator.bySuffixes(dns, FORTIES, PublicSuffixes::bundled).evaluate(query(from, spf, dkim));
    }

    private void record(String domain, String record) {
        dns.txt("_dmarc." + domain, "v=DMARC1; " + record);
    }

    @Test
    void passesByAnAlignedSignatureAlone() {
        record("example.com", "p=reject");
        DmarcVerdict verdict = walk("A <a@example.com>", Optional.of("bounces.example.net"), "mail.example.com");
        assertThat(verdict.result()).isEqualTo(PASS);
        assertThat(verdict.dkimAligned()).isTrue();
        assertThat(verdict.spfAligned()).isFalse();
        assertThat(verdict.disposition()).isEqualTo(Policy.NONE);
        assertThat(verdict.reasons())
                .containsExactly(
                        "SPF vouches for bounces.example.net, which does not belong to example.com",
                        "a signature of mail.example.com, which belongs to example.com");
    }

    @Test
    void passesByAnAlignedEnvelopeAlone() {
        record("example.com", "p=reject");
        assertThat(walk("a@news.example.com", Optional.of("bounce.example.com")).spfAligned())
                .isTrue();
        assertThat(list("a@news.example.com", Optional.of("bounce.example.com")).spfAligned())
                .isTrue();
    }

    @Test
    void strictMeansTheSameName() {
        record("example.com", "p=reject; adkim=s; aspf=s");
        assertThat(walk("a@example.com", Optional.of("bounce.example.com"), "mail.example.com")
                        .result())
                .isEqualTo(FAIL);
        assertThat(walk("a@example.com", NO_SPF, "EXAMPLE.com").result()).isEqualTo(PASS);
    }

    @Test
    void failsWithWhatTheOwnerAsksFor() {
        record("example.com", "p=reject; sp=quarantine");
        assertThat(walk("a@example.com", NO_SPF).disposition()).isEqualTo(Policy.REJECT);
        assertThat(walk("a@sub.example.com", NO_SPF).disposition()).isEqualTo(Policy.QUARANTINE);
        assertThat(list("a@sub.example.com", NO_SPF).disposition()).isEqualTo(Policy.QUARANTINE);
        assertThat(walk("a@example.com", NO_SPF).reasons())
                .containsExactly("neither SPF nor a signature vouches for any domain", "example.com asks for reject");
    }

    @Test
    void aNameThatDoesNotExistHasAPolicyOfItsOwn() {
        record("example.com", "p=none; sp=none; np=reject");
        dns.host("real.example.com", "192.0.2.1");
        assertThat(walk("a@real.example.com", NO_SPF).disposition()).isEqualTo(Policy.NONE);
        assertThat(walk("a@madeup.example.com", NO_SPF).disposition()).isEqualTo(Policy.REJECT);
        assertThat(list("a@madeup.example.com", NO_SPF).disposition()).isEqualTo(Policy.REJECT);
    }

    @Test
    void withoutARecordThereIsNothingToFail() {
        assertThat(walk("a@example.com", NO_SPF).result()).isEqualTo(NONE);
        assertThat(list("a@example.com", NO_SPF).result()).isEqualTo(NONE);
    }

    @Test
    void twoRecordsAtOneNameAreNone() {
        record("example.com", "p=reject");
        record("example.com", "p=none");
        assertThat(walk("a@example.com", NO_SPF).result()).isEqualTo(NONE);
    }

    @Test
    void otherTextsBesideTheRecordDoNotMatter() {
        dns.txt("_dmarc.example.com", "v=spf1 -all", "verification=123");
        record("example.com", "p=reject");
        assertThat(walk("a@example.com", NO_SPF).result()).isEqualTo(FAIL);
    }

    @Test
    void dnsThatFailsIsATemporaryFaultAndNeverAPassOrARefusal() {
        dns.fails("_dmarc.example.com", "SERVFAIL");
        for (DmarcVerdict verdict : List.of(walk("a@example.com", NO_SPF), list("a@example.com", NO_SPF))) {
            assertThat(verdict.result()).isEqualTo(TEMPERROR);
            assertThat(verdict.disposition()).isEqualTo(Policy.NONE);
            assertThat(verdict.reasons().getFirst()).contains("SERVFAIL");
        }
    }

    @Test
    void aSignersOrganizationThatDnsDoesNotTellIsATemporaryFault() {
        record("example.com", "p=reject");
        dns.fails("_dmarc.mail.example.com", "timeout");
        assertThat(walk("a@example.com", NO_SPF, "mail.example.com").result()).isEqualTo(TEMPERROR);
    }

    @Test
    void anOrganizationBelowAnotherSaysSoItself() {
        record("example.com", "p=reject");
        record("giant.example.com", "p=reject; psd=n");
        assertThat(walk("a@giant.example.com", NO_SPF, "example.com").result()).isEqualTo(FAIL);
        assertThat(walk("a@example.com", NO_SPF, "giant.example.com").result()).isEqualTo(FAIL);
        assertThat(walk("a@giant.example.com", NO_SPF, "mail.giant.example.com").result())
                .isEqualTo(PASS);
        assertThat(list("a@giant.example.com", NO_SPF, "example.com").result()).isEqualTo(PASS);
    }

    @Test
    void belowAPublicSuffixThatSaysSoStrangersAreNoKin() {
        record("bank", "p=reject; psd=y");
        assertThat(walk("a@one.bank", NO_SPF, "two.bank").result()).isEqualTo(FAIL);
        assertThat(walk("a@one.bank", NO_SPF, "mail.one.bank").result()).isEqualTo(PASS);
        assertThat(walk("a@mail.one.bank", NO_SPF).published().orElseThrow().domain())
                .isEqualTo("bank");
        assertThat(walk("a@bank", NO_SPF, "bank").result()).isEqualTo(PASS);
        assertThat(walk("a@one.bank", NO_SPF, "bank").result()).isEqualTo(FAIL);
    }

    @Test
    void strangersBelowAPublicSuffixOfTheListAreNoKin() {
        record("one.co.uk", "p=reject");
        assertThat(list("a@one.co.uk", NO_SPF, "two.co.uk").result()).isEqualTo(FAIL);
        assertThat(list("a@one.co.uk", NO_SPF, "co.uk").result()).isEqualTo(FAIL);
        assertThat(list("a@one.co.uk", NO_SPF, "x.y.one.co.uk").result()).isEqualTo(PASS);
    }

    @Test
    void theTopmostRecordIsTheOrganizations() {
        record("a.b.example.com", "p=none");
        record("example.com", "p=reject");
        DmarcVerdict verdict = walk("x@a.b.example.com", NO_SPF, "other.example.com");
        assertThat(verdict.result()).isEqualTo(PASS);
        assertThat(verdict.published().orElseThrow().domain()).isEqualTo("a.b.example.com");
    }

    @Test
    void aNameOfAHundredLabelsCostsEightQuestions() {
        String deep = "l.".repeat(100) + "example.com";
        walk("a@" + deep, NO_SPF);
        assertThat(dns.questions()).isEqualTo(TreeWalk.MOST_QUESTIONS);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "7,7", "8,8", "9,8", "20,8"})
    void aWalkHasABound(int labels, int questions) {
        String name = "l.".repeat(labels - 1) + "com";
        List<String> names = TreeWalk.names(name);
        assertThat(names).hasSize(questions).startsWith(name).endsWith("com").doesNotHaveDuplicates();
        if (labels > 8) {
            assertThat(names.get(1)).isEqualTo("l.".repeat(6) + "com"); // RFC 9989 §4.10: seven labels
        }
    }

    @Test
    void whoIsTestingMeansTheMilderPolicy() {
        record("example.com", "p=reject; t=y");
        DmarcVerdict verdict = walk("a@example.com", NO_SPF);
        assertThat(verdict.disposition()).isEqualTo(Policy.QUARANTINE);
        assertThat(verdict.sampledOut()).isTrue();
        assertThat(verdict.result()).isEqualTo(FAIL);
        record("example.net", "p=quarantine; t=y");
        assertThat(walk("a@example.net", NO_SPF).disposition()).isEqualTo(Policy.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0,QUARANTINE", "1,REJECT", "100,REJECT"})
    void aPercentageSparesTheRest(int percent, Policy policy) {
        record("example.com", "p=reject; pct=" + percent);
        assertThat(walk("a@example.com", NO_SPF).disposition()).isEqualTo(policy); // the dice say 0
    }

    @Test
    void ofSeveralAuthorsTheWorstCounts() {
        record("good.example", "p=none");
        record("bank.example", "p=reject");
        DmarcVerdict verdict = walk("a@good.example\nb@bank.example", NO_SPF, "good.example");
        assertThat(verdict.result()).isEqualTo(FAIL);
        assertThat(verdict.author()).contains("bank.example");
        assertThat(walk("a@good.example, b@bank.example", NO_SPF, "good.example")
                        .disposition())
                .isEqualTo(Policy.REJECT);
        assertThat(walk("a@good.example, b@good.example", NO_SPF, "good.example")
                        .result())
                .isEqualTo(PASS);
    }

    @Test
    void anAuthorNobodyCanReadIsAPermanentErrorAndJunk() {
        for (String from : List.of("", "nobody", "<a@b@c", "a@example.com <b@>")) {
            DmarcVerdict verdict = walk(from, NO_SPF, "example.com");
            assertThat(verdict.result()).as(from).isEqualTo(PERMERROR);
            assertThat(verdict.disposition()).isEqualTo(Policy.QUARANTINE);
        }
        assertThat(AuthorDomains.of(List.of())).isInstanceOf(AuthorDomains.Unreadable.class);
    }

    @Test
    void asManyDomainsAsTheBoundAreAskedFor() {
        for (int count : new int[] {AuthorDomains.MOST - 1, AuthorDomains.MOST}) {
            assertThat(authors(count)).isInstanceOf(AuthorDomains.Named.class);
        }
        assertThat(authors(AuthorDomains.MOST + 1)).isInstanceOf(AuthorDomains.Unreadable.class);
    }

    private static AuthorDomains authors(int count) {
        StringBuilder from = new StringBuilder("a@d0.example");
        for (int i = 1; i < count; i++) {
            from.append(", a@d").append(i).append(".example");
        }
        return AuthorDomains.of(List.of(from.toString().getBytes(UTF_8)));
    }

    @Test
    void ofTenThousandSignersTenAreLookedAt() {
        record("example.com", "p=reject");
        String[] signers = new String[10_000];
        Arrays.setAll(signers, i -> "s" + i + ".example.com");
        signers[DmarcEvaluator.MOST_SIGNERS] = "example.com";
        for (int i = 0; i < DmarcEvaluator.MOST_SIGNERS; i++) {
            signers[i] = "s" + i + ".example.net";
        }
        assertThat(walk("a@example.com", NO_SPF, signers).result()).isEqualTo(FAIL);
        signers[DmarcEvaluator.MOST_SIGNERS - 1] = "example.com";
        assertThat(walk("a@example.com", NO_SPF, signers).result()).isEqualTo(PASS);
    }
}
