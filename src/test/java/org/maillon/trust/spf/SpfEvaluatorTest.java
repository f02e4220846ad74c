package org.maillon.trust.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.dns.FakeResolver;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Parsed;
import org.maillon.wire.address.ReversePath;

class SpfEvaluatorTest {
    private final FakeResolver dns = new FakeResolver();
    private Instant now = Instant.EPOCH;

    private SpfVerdict check(String address, String sender, String... settings) {
        SpfSettings read =
                Settings.read(SpfSettings.class, settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]));
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral(address), "mail.example.org", sender, "mx.example.net");
        return new SpfEvaluator(dns, () -> now, read).check(query);
    }

    private SpfVerdict explain(String address, String sender) {
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral(address), "mail.example.org", sender, "mx.example.net");
        return new SpfEvaluator(dns, () -> now, Settings.defaults(SpfSettings.class)).explain(query);
    }

    private SpfResult result(String record) {
        dns.txt("example.org", record);
        return check("192.0.2.1", "a@example.org").result();
    }

    @Test
    void saysWhichTermDecidedAndWhy() {
        dns.txt("example.org", "v=spf1 ip4:198.51.100.0/24 a:out.example.org -all")
                .host("out.example.org", "192.0.2.1");
        SpfVerdict verdict = explain("192.0.2.1", "a@example.org");
        assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
        assertThat(verdict.mechanism()).isEqualTo("a:out.example.org");
        assertThat(verdict.reason()).isEqualTo("'a:out.example.org' of example.org: the address is among them");
        assertThat(verdict.subject()).isEqualTo(new SpfVerdict.Subject(SpfIdentity.MAIL_FROM, "example.org"));
        assertThat(verdict.lookups()).isOne();
        assertThat(verdict.steps())
                .containsExactly(
                        "example.org publishes: v=spf1 ip4:198.51.100.0/24 a:out.example.org -all",
                        "ip4:198.51.100.0/24: the address is not among them",
                        "a:out.example.org: the address is among them");
    }

    @Test
    void theNullSenderIsAskedForByTheNameInHelo() {
        dns.txt("mail.example.org", "v=spf1 ip4:192.0.2.1 -all exp=why.example.org");
        dns.txt("why.example.org", "%{s} may not");
        SpfVerdict verdict = check("192.0.2.1", "");
        assertThat(verdict.subject()).isEqualTo(new SpfVerdict.Subject(SpfIdentity.HELO, "mail.example.org"));
        assertThat(verdict.passes()).isTrue();
        assertThat(check("192.0.2.2", "").explanation()).contains("postmaster@mail.example.org may not");
    }

    @Test
    void aPathOfTheEnvelopeBecomesAQuery() {
        ReversePath path = Address.parse("\"a b\"@Example.ORG") instanceof Parsed.Valid<Address>(Address address, int _)
                ? new ReversePath.Sender(address)
                : new ReversePath.Null();
        SpfQuery query = SpfQuery.of(InetAddress.ofLiteral("192.0.2.1"), "h", path, "r");
        assertThat(query.localPart()).isEqualTo("a b");
        assertThat(query.domain()).isEqualTo("example.org");
        assertThat(SpfQuery.of(InetAddress.ofLiteral("192.0.2.1"), "h.test", new ReversePath.Null(), "r")
                        .identity())
                .isEqualTo(SpfIdentity.HELO);
    }

    @Test
    void knowsTheDomainsThatNeverSend() {
        dns.txt("example.org", "v=spf1 -all");
        dns.txt("example.com", "v=spf1 a -all").host("example.com", "192.0.2.99");
        assertThat(check("192.0.2.1", "a@example.org").sendsNothing()).isTrue();
        assertThat(check("192.0.2.1", "a@example.com").sendsNothing()).isFalse();
    }

    // RFC 7208 §7.4, with the values of its examples
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            %{s}                               | strong-bad@email.example.com
            %{o}                               | email.example.com
            %{d}                               | email.example.com
            %{d4}                              | email.example.com
            %{d3}                              | email.example.com
            %{d2}                              | example.com
            %{d1}                              | com
            %{dr}                              | com.example.email
            %{d2r}                             | example.email
            %{l}                               | strong-bad
            %{l-}                              | strong.bad
            %{lr}                              | strong-bad
            %{lr-}                             | bad.strong
            %{l1r-}                            | strong
            %{ir}.%{v}._spf.%{d2}              | 3.2.0.192.in-addr._spf.example.com
            %{lr-}.lp._spf.%{d2}               | bad.strong.lp._spf.example.com
            %{lr-}.lp.%{ir}.%{v}._spf.%{d2}    | bad.strong.lp.3.2.0.192.in-addr._spf.example.com
            %{ir}.%{v}.%{l1r-}.lp._spf.%{d2}   | 3.2.0.192.in-addr.strong.lp._spf.example.com
            %{d2}.trusted-domains.example.net  | example.com.trusted-domains.example.net
            %{S}                               | strong-bad%40email.example.com
            100%%%_%-                          | '100% %20'
            """)
    void expandsTheMacrosOfTheRfc(String text, String expanded) throws Exception {
        SpfQuery query = new SpfQuery(
                InetAddress.ofLiteral("192.0.2.3"), "mail.example.org", "strong-bad@email.example.com", "r");
        MacroExpander macros = new MacroExpander(query, () -> 0, _ -> "unknown");
        assertThat(macros.expand(MacroParser.explainString(text), "email.example.com"))
                .isEqualTo(expanded);
    }

    @Test
    void writesIpv6AddressesAsMacrosWantThem() {
        InetAddress address = InetAddress.ofLiteral("2001:db8::cb01");
        assertThat(AddressText.dotted(address))
                .isEqualTo("2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1");
        assertThat(AddressText.readable(address)).isEqualTo("2001:db8::cb01");
        assertThat(AddressText.readable(InetAddress.ofLiteral("1:0:0:2:0:0:0:3")))
                .isEqualTo("1:0:0:2::3");
        assertThat(AddressText.readable(InetAddress.ofLiteral("::"))).isEqualTo("::");
        assertThat(AddressText.readable(InetAddress.ofLiteral("1:2:3:4:5:6:0:8")))
                .isEqualTo("1:2:3:4:5:6:0:8");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            v=spf1 a/00                       | a prefix length has no leading zeros
            v=spf1 a/                         | nor is it empty
            v=spf1 a/4294967328               | nor does it overflow
            v=spf1 ip4:192.0.2.01             | an octet has no leading zeros
            v=spf1 ip4:192.0.2.1.5            | an address has four of them
            v=spf1 ip6:fe80::1%eth0           | no zones
            v=spf1 ip6:192.0.2.1              | no IPv4 address
            v=spf1 ip6:[2001:db8::1]          | no brackets
            v=spf1 ip4:                       | an address is missing
            v=spf1 include                    | a domain is missing
            v=spf1 a:%{d0}.example.org        | no macro keeps nothing
            v=spf1 a:%{d                      | a macro ends
            v=spf1 a:%{                       | a macro has a letter
            v=spf1 a:%                        | a % begins something
            v=spf1 a:%{t}.example.org         | time is for explanations
            v=spf1 -                          | a qualifier qualifies something
            v=spf1 ++all                      | one of them
            v=spf1 -redirect=example.net      | modifiers have none
            v=spf1 spf2.0/pra                 | not a mechanism
            """)
    void refusesRecordsThatAreNotInTheGrammar(String record, String reason) {
        assertThat(result(record)).as(reason).isEqualTo(SpfResult.PERMERROR);
    }

    @ParameterizedTest(name = "{0} terms that ask: permerror {1}")
    @CsvSource({"9, false", "10, false", "11, true"})
    void asksUpToTenTerms(int number, boolean tooMany) {
        dns.host("h.example.org", "192.0.2.99");
        String terms =
                IntStream.range(0, number).mapToObj(_ -> "a:h.example.org").collect(Collectors.joining(" "));
        assertThat(result("v=spf1 " + terms + " ?all") == SpfResult.PERMERROR).isEqualTo(tooMany);
    }

    @ParameterizedTest(name = "{0} terms that find nothing: permerror {1}")
    @CsvSource({"1, false", "2, false", "3, true"})
    void asksUpToTwoNamesThatHaveNothing(int number, boolean tooMany) {
        String terms = IntStream.range(0, number)
                .mapToObj(i -> "exists:no" + i + ".example.org")
                .collect(Collectors.joining(" "));
        assertThat(result("v=spf1 " + terms + " ?all") == SpfResult.PERMERROR).isEqualTo(tooMany);
    }

    @ParameterizedTest(name = "{0} mail servers: permerror {1}")
    @CsvSource({"9, false", "10, false", "11, true"})
    void looksUpToTenMailServers(int number, boolean tooMany) {
        for (int i = 0; i < number; i++) {
            dns.mx("example.org", i, "mx" + i + ".example.org").host("mx" + i + ".example.org", "192.0.2.99");
        }
        assertThat(result("v=spf1 mx ?all") == SpfResult.PERMERROR).isEqualTo(tooMany);
    }

    @ParameterizedTest(name = "the name of rank {0}: {1}")
    @CsvSource({"9, PASS", "10, PASS", "11, NEUTRAL"})
    void looksAtTenNamesOfAnAddress(int rank, SpfResult result) {
        for (int i = 1; i <= 1000; i++) {
            dns.named("192.0.2.1", i == rank ? "good.example.org" : "n" + i + ".example.net");
        }
        dns.host("good.example.org", "192.0.2.1");
        assertThat(result("v=spf1 ptr")).isEqualTo(result);
        assertThat(dns.questions()).isLessThan(15);
    }

    @ParameterizedTest(name = "{0} octets: permerror {1}")
    @CsvSource({"511, false", "512, false", "513, true"})
    void readsRecordsUpToTheirBound(int length, boolean tooLong) {
        dns.txt("example.org", "v=spf1 x=" + "y".repeat(length - 9));
        assertThat(check("192.0.2.1", "a@example.org", "record", "512").result() == SpfResult.PERMERROR)
                .isEqualTo(tooLong);
    }

    @Test
    void aThousandRecordsAreAnError() {
        for (int i = 0; i < 1000; i++) {
            dns.txt("example.org", "v=spf1 ip4:192.0.2.1 -all");
        }
        assertThat(check("192.0.2.1", "a@example.org").result()).isEqualTo(SpfResult.PERMERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:down.example.org",
                "mx:down.example.org",
                "exists:down.example.org",
                "include:down.example.org"
            })
    void whatCannotBeAskedNowIsATemporaryError(String term) {
        dns.fails("down.example.org", "SERVFAIL");
        assertThat(result("v=spf1 " + term + " -all")).isEqualTo(SpfResult.TEMPERROR);
    }

    @Test
    void theNamesOfTheAddressCountForNothingWhereTheyCannotBeAsked() {
        dns.fails("192.0.2.1", "SERVFAIL");
        assertThat(result("v=spf1 ptr -all")).isEqualTo(SpfResult.FAIL);
    }

    @Test
    void aCheckEndsWhenItsTimeIsOver() {
        Resolver slow = new SlowTexts();
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral("192.0.2.1"), "h", "a@example.org", "r");
        SpfSettings settings = Settings.read(SpfSettings.class, Map.of("time", "20s"));
        SpfVerdict verdict = new SpfEvaluator(slow, () -> now, settings).check(query);
        assertThat(verdict.result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(verdict.reason()).contains("20 s");
        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(21));
    }

    /** Each question takes three seconds, and brings one more. */
    private final class SlowTexts implements Resolver {
        private final FakeResolver nothing = new FakeResolver();

        @Override
        public Lookup<String> txt(String name) {
            now = now.plusSeconds(3);
            return new Lookup.Found<>(java.util.List.of("v=spf1 include:x." + name), Duration.ZERO);
        }

        @Override
        public Lookup<org.maillon.dns.MxRecord> mx(String domain) {
            return nothing.mx(domain);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return nothing.addresses(host);
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return nothing.ptr(address);
        }
    }

    @Test
    void remembersAVerdictForItsTime() {
        SpfEvaluator evaluator = new SpfEvaluator(dns, () -> now, Settings.defaults(SpfSettings.class));
        dns.txt("example.org", "v=spf1 ip4:192.0.2.1 -all");
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral("192.0.2.1"), "h", "a@example.org", "r");
        assertThat(evaluator.check(query).passes()).isTrue();
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(evaluator.check(query).passes()).isTrue();
        assertThat(dns.questions()).isOne();
        evaluator.check(new SpfQuery(InetAddress.ofLiteral("192.0.2.2"), "h", "a@example.org", "r"));
        assertThat(dns.questions()).isEqualTo(2);
        now = now.plusMillis(2);
        evaluator.check(query);
        assertThat(dns.questions()).isEqualTo(3);
    }

    @Test
    void aTemporaryErrorIsNotRemembered() {
        SpfEvaluator evaluator = new SpfEvaluator(dns, () -> now, Settings.defaults(SpfSettings.class));
        dns.fails("example.org", "SERVFAIL");
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral("192.0.2.1"), "h", "a@example.org", "r");
        evaluator.check(query);
        evaluator.check(query);
        assertThat(dns.questions()).isEqualTo(2);
    }

    // RFC 8616 §4
    @Test
    void aLocalPartBeyondAsciiMatchesNoTermThatNamesIt() {
        dns.txt("example.org", "v=spf1 exists:%{l}.users.example.org ?all");
        dns.host("j\u00F6rg.users.example.org", "127.0.0.2");
        assertThat(check("192.0.2.1", "j\u00F6rg@example.org").result()).isEqualTo(SpfResult.NEUTRAL);
    }

    @Test
    void whatAnExplanationBringsAlongIsNotRepeated() {
        dns.txt("example.org", "v=spf1 -all exp=why.example.org").txt("why.example.org", "%{h}" + "x".repeat(5000));
        SpfQuery query = new SpfQuery(InetAddress.ofLiteral("192.0.2.1"), "a\r\nb\u001B[2J", "a@example.org", "r");
        SpfVerdict verdict = new SpfEvaluator(dns, () -> now, Settings.defaults(SpfSettings.class)).check(query);
        assertThat(verdict.explanation().orElseThrow())
                .startsWith("a??b?[2Jxxx")
                .hasSize(203);
    }

    @Test
    void namesThatGrowTooLongLoseLabelsOnTheLeft() {
        assertThat(Targets.truncated("a".repeat(10) + "." + "b".repeat(253))).isEqualTo("b".repeat(253));
        assertThat(Targets.truncated("aa.bb." + "c".repeat(250))).isEqualTo("bb." + "c".repeat(250));
        assertThat(Targets.truncated("x".repeat(254))).isEmpty();
        assertThat(Targets.truncated("x".repeat(253))).hasSize(253);
    }

    /** Each include of ten stands before the reason of what it includes, with a name as long as names may be. */
    @Test
    void aReasonIsCutInItsMiddleHoweverManyIncludesItHas() {
        String label = "a".repeat(60) + ".";
        for (int i = 0; i < 12; i++) {
            String name = i == 0 ? "example.org" : i + label.repeat(3) + "example.org";
            dns.txt(name, "v=spf1 include:" + (i + 1) + label.repeat(3) + "example.org -all");
        }

        SpfVerdict verdict = check("192.0.2.1", "a@example.org");

        assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(verdict.reason()).hasSizeBetween(900, 1000).contains(" ... ");
    }

    @Test
    void aReasonIsPrintableWhateverADomainIsCalled() {
        dns.txt("a\u0000\u0093b.example.org", "v=spf1 redirect=none.example.org");

        assertThat(check("192.0.2.1", "x@a\u0000\u0093b.example.org").reason()).contains("a??b.example.org");
    }
}
