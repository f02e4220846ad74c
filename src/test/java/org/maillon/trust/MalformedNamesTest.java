package org.maillon.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.deliver.tls.HttpsPolicyHost;
import org.maillon.dns.Assured;
import org.maillon.dns.DnsName;
import org.maillon.dns.DnsResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.dns.Lookup;
import org.maillon.dns.MailHosts;
import org.maillon.dns.Resolver;
import org.maillon.dns.ScriptedServer;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.trust.dane.DaneLookup;
import org.maillon.trust.dmarc.AuthorDomains;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcQuery;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.dmarc.PublicSuffixes;
import org.maillon.trust.dmarc.ReportConsent;
import org.maillon.trust.dnslist.DnsListSetting;
import org.maillon.trust.dnslist.DnsLists;
import org.maillon.trust.dnslist.DnsListsSettings;
import org.maillon.trust.mtasts.PolicyHost;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfResult;
import org.maillon.trust.spf.SpfSettings;
import org.xbill.DNS.Rcode;

/**
 * Names that strangers write and DNS cannot hold, at each place that would ask for them: nothing is asked, and the verdict is
 * the one for a domain that is not there. The signatures' place is in {@code DkimBoundsTest} and {@code ArcBoundsTest}.
 */
class MalformedNamesTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");

    private final ScriptedServer server = new ScriptedServer();
    private final SocketDialer dialer = new SocketDialer();
    private Resolver resolver;

    static Stream<String> malformed() {
        return Stream.of(
                "a".repeat(64) + ".example.org", // RFC 1035 §2.3.4
                "abcdefgh.".repeat(28) + "ab.example.org", // 266 characters
                "a..example.org",
                ".a.example.org",
                "a\\.b.example.org", // a dot inside a label, as zone files write it
                "a\\046b.example.org",
                "a\\b.example.org",
                "a b.example.org",
                "a\u0000.example.org",
                "a\u007F.example.org",
                "a\tb.example.org",
                "a\r\nb.example.org",
                "\u00FC.example.org",
                "\u0430.example.org",
                "\uD83D.example.org");
    }

    @BeforeEach
    void ask() {
        server.says(Rcode.NXDOMAIN);
        resolver = new DnsResolver(
                new SocketDatagrams(),
                dialer,
                InstantSource.system(),
                new Random(1),
                Settings.read(
                        DnsSettings.class,
                        Map.of("servers", server.address(), "timeout", "2s", "attempts", "1", "dnssec", "off")));
    }

    @AfterEach
    void close() throws IOException {
        dialer.close();
        server.close();
    }

    private void serves(String name, String record) {
        server.says(
                (query, _) -> List.of((query.getQuestion().getName().toString().equals(name + ".")
                                ? ScriptedServer.answer(query, Rcode.NOERROR, name + ". 60 " + record)
                                : ScriptedServer.answer(query, Rcode.NXDOMAIN))
                        .toWire(60_000)));
    }

    private SpfResult spf(String helo, String sender) {
        return new SpfEvaluator(resolver, InstantSource.system(), Settings.defaults(SpfSettings.class))
                .check(new SpfQuery(CLIENT, helo, sender, "mx.test"))
                .result();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void theResolverItself(String name) {
        assertThat(resolver.txt(name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.mx(name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.a(name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.aaaa(name + ".")).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.addresses(name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.records(name, "SRV")).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.txt("_mta-sts." + name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.txt("_smtp._tls." + name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.tlsa("_25._tcp." + name).status()).isEqualTo(Assured.Status.INSECURE);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void whatIsAWordOfZoneFilesIsANameLikeAnyOther() {
        assertThat(resolver.txt("@")).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(resolver.txt("*.example.org")).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(server.asked()).containsExactly("udp TXT \\@.", "udp TXT *.example.org.");
    }

    /** RFC 7208 §4.3: none. */
    @ParameterizedTest
    @MethodSource("malformed")
    void spfOfASenderOrAClientsName(String name) {
        assertThat(spf("mail.example.net", "a@" + name)).isEqualTo(SpfResult.NONE);
        assertThat(spf(name, "")).isEqualTo(SpfResult.NONE);
        assertThat(server.asked()).isEmpty();
    }

    /** RFC 7208 §4.8: what a record asks for is nowhere, or the record cannot be read. */
    @ParameterizedTest
    @CsvSource({"include, PERMERROR", "redirect, PERMERROR", "a, FAIL", "mx, FAIL", "exists, FAIL", "ptr, FAIL"})
    void spfTermsOfMadeNames(String term, SpfResult result) {
        String sign = term.equals("redirect") ? "=" : ":";
        String all = term.equals("redirect") ? "" : " -all";
        serves("example.net", "TXT \"v=spf1 " + term + sign + "%{l}.example.org" + all + "\"");
        for (String local : List.of("a..b", ".a", "a".repeat(64), "\"a b\"", "a\\.b", "a\u0001")) {
            assertThat(spf("mail.example.net", local + "@example.net"))
                    .as(local)
                    .isEqualTo(result);
        }
        assertThat(server.asked())
                .allMatch(question ->
                        question.equals("udp TXT example.net.") || question.equals("udp PTR 7.2.0.192.in-addr.arpa."));
    }

    /** Whose domain cannot be one is no author that DMARC could ask about: permerror (RFC 9989 §5.3). */
    @ParameterizedTest
    @MethodSource("malformed")
    void dmarcOfAnAuthor(String name) {
        AuthorDomains authors = AuthorDomains.of(List.of(("Ada <a@" + name + ">").getBytes(StandardCharsets.UTF_8)));
        DmarcVerdict verdict = DmarcEvaluator.walking(resolver, new Random(1))
                .evaluate(new DmarcQuery(authors, Optional.empty(), List.of()));
        if (authors instanceof AuthorDomains.Named(List<String> domains)) {
            assertThat(domains).allMatch(DnsName::isOne); // U-labels become A-labels
        } else {
            assertThat(verdict.result()).isEqualTo(DmarcVerdict.Result.PERMERROR);
            assertThat(server.asked()).isEmpty();
        }
    }

    /** What is a name by itself may be none with {@code _dmarc} in front. */
    @Test
    void dmarcOfAnAuthorWhoseNameIsAsLongAsCanBe() {
        String longest =
                "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(57) + ".example.org";
        assertThat(longest).hasSizeBetween(248, 253);
        DmarcVerdict verdict = DmarcEvaluator.walking(resolver, new Random(1))
                .evaluate(new DmarcQuery(new AuthorDomains.Named(List.of(longest)), Optional.empty(), List.of()));
        assertThat(verdict.result()).isEqualTo(DmarcVerdict.Result.NONE);
        assertThat(server.asked()).allMatch(question -> question.length() < 253 + "udp TXT .".length());
        assertThat(server.asked()).noneMatch(question -> question.contains("a".repeat(60)));
    }

    /** RFC 7489 §7.1: nobody agrees to reports there. */
    @ParameterizedTest
    @MethodSource("malformed")
    void whoWantsReports(String name) {
        assertThat(new ReportConsent(resolver, PublicSuffixes.bundled()).of("policy.example", name))
                .isEqualTo(ReportConsent.Answer.NO);
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void listsOfDomains(String name) {
        DnsListSetting list =
                Settings.read(DnsListSetting.class, Map.of("zone", "list.example", "lists", "domain", "weight", "5"));
        DnsLists lists = new DnsLists(
                resolver, InstantSource.system(), List.of(list), Settings.defaults(DnsListsSettings.class));
        assertThat(lists.check(CLIENT, List.of(name, "x".repeat(60) + "." + "y.".repeat(93) + "z"))
                        .score())
                .isZero();
        assertThat(server.asked()).isEmpty();
    }

    /** RFC 8601 §3: a name that cannot be asked for does not lead back. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\.b.example.org.", "a\\032b.example.org.", "\\252.example.org.", "a\\000.example.org."})
    void namesOfAnAddress(String name) {
        serves("7.2.0.192.in-addr.arpa", "PTR " + name);
        assertThat(ReverseVerdict.of(CLIENT, resolver).result()).isEqualTo(ReverseVerdict.Result.FAIL);
        assertThat(server.asked()).containsExactly("udp PTR 7.2.0.192.in-addr.arpa.");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void mailHostsOfADomain(String name) {
        assertThat(MailHosts.of(name, resolver)).isInstanceOf(MailHosts.NoSuchDomain.class);
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\.b.example.org.", "a\\032b.example.org.", "\\252.example.org."})
    void mailHostsThatAnAnswerNames(String host) {
        serves("example.org", "MX 10 " + host);
        MailHosts.Exchangers hosts = (MailHosts.Exchangers) MailHosts.of("example.org", resolver);
        String exchange = hosts.records().getFirst().exchange();
        assertThat(resolver.addresses(exchange)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(DaneLookup.of("example.org", exchange, 25, resolver)).isInstanceOf(DaneLookup.Found.Nothing.class);
        assertThat(server.asked()).containsExactly("udp MX example.org.");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void keysOfAHost(String name) {
        assertThat(DaneLookup.of("example.org", name, 25, resolver)).isInstanceOf(DaneLookup.Found.Nothing.class);
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void policiesOfADomain(String name) {
        HttpsPolicyHost host = new HttpsPolicyHost(
                resolver,
                dialer,
                () -> WebPki.of(List.of()),
                new HttpsPolicyHost.Clocks(InstantSource.system(), InstantSource.system()),
                new HttpsPolicyHost.Bounds(443, Duration.ofSeconds(1), 1000));
        assertThat(host.fetch(name)).isInstanceOf(PolicyHost.Fetched.NotServed.class);
        assertThat(server.asked()).isEmpty();
    }

    /** Good names are asked for, so that the silence above means something. */
    @Test
    void aGoodNameIsAskedFor() {
        assertThat(spf("mail.example.net", "a@example.org")).isEqualTo(SpfResult.NONE);
        assertThat(resolver.mx("example.org.")).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(server.asked()).containsExactly("udp TXT example.org.", "udp MX example.org.");
    }
}
