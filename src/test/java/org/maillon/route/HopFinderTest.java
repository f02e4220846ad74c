package org.maillon.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.dns.FakeResolver;
import org.maillon.hosting.Town;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.Reply;

class HopFinderTest {
    private static final Ourselves OURSELVES = new Ourselves(
            Set.of("Mail.Our.Example"), Set.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 25)));

    private final FakeResolver dns = new FakeResolver();

    private HopFinder finder(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new HopFinder(dns, OURSELVES, new Random(11), Settings.read(HopSettings.class, values));
    }

    @Test
    void namesTheServersOfADomainInOneOrderWhateverThePreferences() {
        dns.mx("a.example", 10, "mx2.provider.example").mx("a.example", 20, "mx1.provider.example");
        dns.mx("b.example", 5, "mx1.provider.example").mx("b.example", 5, "mx2.provider.example");
        dns.mx("c.example", 5, "mx1.provider.example");
        dns.host("self.example", "192.0.2.5");
        dns.mx("behind.example", 10, "mx1.provider.example")
                .mx("behind.example", 20, "mail.our.example")
                .mx("behind.example", 30, "mx9.example");

        assertThat(site("a.example")).contains("mx1.provider.example,mx2.provider.example");
        assertThat(site("b.example")).isEqualTo(site("a.example"));
        assertThat(site("c.example")).contains("mx1.provider.example");
        assertThat(site("self.example")).contains("self.example");
        assertThat(site("behind.example"))
                .as("without ourselves and what is behind us")
                .isEqualTo(site("c.example"));
        assertThat(site("nobody.example")).isEmpty();
    }

    @Test
    void namesServersInBoundedLengthHoweverManyThereAre() {
        for (int i = 0; i < 20; i++) {
            String host = "mail-exchanger-with-a-long-name-" + i + ".provider.example";
            dns.mx("a.example", 10, host).mx("b.example", 10, i == 19 ? "z.example" : host);
        }

        String name =
                finder("max-mx-hosts", "100").site(new Domain.Name("a.example")).orElseThrow();
        assertThat(name).hasSizeLessThanOrEqualTo(255).contains(",and-20-in-all-");
        assertThat(finder("max-mx-hosts", "100").site(new Domain.Name("b.example")))
                .isPresent()
                .isNotEqualTo(Optional.of(name));
    }

    @Test
    void onlyDomainsWhoseServersAreTriedInTheSameOrderGoTogether() {
        dns.mx("a.example", 10, "mx1.provider.example").mx("a.example", 20, "mx2.provider.example");
        dns.mx("b.example", 1, "mx1.provider.example").mx("b.example", 2, "mx2.provider.example");
        dns.mx("c.example", 20, "mx1.provider.example").mx("c.example", 10, "mx2.provider.example");

        assertThat(finder().company(mx("a.example"))).isPresent().isEqualTo(finder().company(mx("b.example")));
        assertThat(finder().company(mx("c.example"))).isPresent().isNotEqualTo(finder().company(mx("a.example")));
        assertThat(finder().company(mx("nobody.example"))).isEmpty();
        assertThat(finder().company(new Route.Via(Route.Protocol.SMTP, "mx1.provider.example", 25)))
                .isEmpty();
    }

    private Optional<String> site(String domain) {
        return finder().site(new Domain.Name(domain));
    }

    private static Route mx(String domain) {
        return new Route.Mx(new Domain.Name(domain));
    }

    private static List<String> servers(NextHops hops) {
        assertThat(hops).isInstanceOf(NextHops.Servers.class);
        return ((NextHops.Servers) hops)
                .hops().stream()
                        .map(hop -> hop.host() + " "
                                + hop.address().getAddress().getHostAddress() + " "
                                + hop.address().getPort())
                        .toList();
    }

    private static Reply refusal(NextHops hops) {
        return switch (hops) {
            case NextHops.Nowhere(Reply reply, var _) -> reply;
            case NextHops.Unknown(Reply reply, var _) -> reply;
            case NextHops.Servers servers -> throw new AssertionError("there are servers: " + servers);
        };
    }

    private void assertRefused(NextHops hops, String code) {
        assertThat(refusal(hops).toString()).startsWith(code + " ");
    }

    @Test
    void goesByPreferenceThroughAllAddresses() {
        dns.mx("d.example", 20, "b.example").mx("d.example", 10, "a.example");
        dns.host("a.example", "2001:db8::1", "2001:db8::2", "192.0.2.1").host("b.example", "192.0.2.2");
        assertThat(servers(finder().hops(mx("d.example"))))
                .containsExactly(
                        "a.example 2001:db8:0:0:0:0:0:1 25",
                        "a.example 192.0.2.1 25",
                        "a.example 2001:db8:0:0:0:0:0:2 25",
                        "b.example 192.0.2.2 25");
    }

    @ParameterizedTest
    @CsvSource({
        "prefer-ipv4, 192.0.2.1 2001:db8:0:0:0:0:0:1",
        "prefer-ipv6, 2001:db8:0:0:0:0:0:1 192.0.2.1",
        "only-ipv4, 192.0.2.1",
        "only-ipv6, 2001:db8:0:0:0:0:0:1"
    })
    void theKindOfAddressIsASetting(String preference, String order) {
        dns.mx("d.example", 10, "a.example").host("a.example", "2001:db8::1", "192.0.2.1");
        List<String> addresses = servers(finder("ip-preference", preference).hops(mx("d.example"))).stream()
                .map(server -> server.split(" ", -1)[1])
                .toList();
        assertThat(String.join(" ", addresses)).isEqualTo(order);
    }

    @Test
    void equalsTakeTurnsAtRandom() {
        for (String host : List.of("a", "b", "c")) {
            dns.mx("d.example", 10, host + ".example").host(host + ".example", "192.0.2." + (host.charAt(0) - 'a'));
        }
        dns.mx("d.example", 20, "last.example").host("last.example", "192.0.2.1");
        HopFinder finder = finder();
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            List<String> servers = servers(finder.hops(mx("d.example")));
            first.add(servers.getFirst());
            assertThat(servers.getLast()).startsWith("last.example");
        }
        assertThat(first).hasSize(3);
    }

    @Test
    void withoutMxTheDomainIsItsOwnHost() {
        dns.host("d.example", "192.0.2.5");
        assertThat(servers(finder("mx-port", "2525").hops(mx("d.example"))))
                .containsExactly("d.example 192.0.2.5 2525");
    }

    @Test
    void anMxWithoutAddressIsPassedOverAndTheDomainItselfIsNotTried() {
        dns.mx("d.example", 10, "gone.example").mx("d.example", 20, "b.example").host("b.example", "192.0.2.2");
        assertThat(servers(finder().hops(mx("d.example")))).containsExactly("b.example 192.0.2.2 25");
        dns.mx("e.example", 10, "gone.example").host("e.example", "192.0.2.3");
        assertRefused(finder().hops(mx("e.example")), "550 5.4.4");
    }

    @Test
    void theNullMxIsNowhere() {
        dns.mx("d.example", 0, "").host("d.example", "192.0.2.5");
        assertRefused(finder().hops(mx("d.example")), "556 5.1.10");
    }

    @Test
    void aNullMxBesideRealOnesIsPassedOver() {
        dns.mx("d.example", 0, "").mx("d.example", 10, "a.example").host("a.example", "192.0.2.1");
        assertThat(servers(finder().hops(mx("d.example")))).containsExactly("a.example 192.0.2.1 25");
    }

    @Test
    void noSuchDomainIsNowhere() {
        assertRefused(finder().hops(mx("no.example")), "550 5.1.2");
        dns.host("bare.example");
        assertRefused(finder().hops(mx("bare.example")), "550 5.1.2");
    }

    @Test
    void dnsThatFailsIsUnknown() {
        dns.fails("d.example", "SERVFAIL");
        assertRefused(finder().hops(mx("d.example")), "451 4.4.3");
        dns.mx("e.example", 10, "a.example").fails("a.example", "a timeout");
        assertRefused(finder().hops(mx("e.example")), "451 4.4.3");
        dns.mx("e.example", 20, "b.example").host("b.example", "192.0.2.2");
        assertThat(servers(finder().hops(mx("e.example")))).containsExactly("b.example 192.0.2.2 25");
    }

    @Test
    void theListIsCutAtOurName() {
        dns.mx("d.example", 10, "a.example")
                .mx("d.example", 20, "mail.our.example")
                .mx("d.example", 20, "equal.example")
                .mx("d.example", 30, "c.example");
        dns.host("a.example", "192.0.2.1").host("equal.example", "192.0.2.2").host("c.example", "192.0.2.3");
        assertThat(servers(finder().hops(mx("d.example")))).containsExactly("a.example 192.0.2.1 25");
    }

    @Test
    void theListIsCutAtOurAddressAndPort() {
        dns.mx("d.example", 10, "a.example")
                .mx("d.example", 20, "alias-of-us.example")
                .mx("d.example", 30, "c.example");
        dns.host("a.example", "192.0.2.1")
                .host("alias-of-us.example", "192.0.2.99")
                .host("c.example", "192.0.2.3");
        assertThat(servers(finder().hops(mx("d.example")))).containsExactly("a.example 192.0.2.1 25");
        assertThat(servers(finder("mx-port", "2525").hops(mx("d.example")))).hasSize(3);
    }

    @Test
    void whereWeAreTheBestMxMailGoesInCircles() {
        dns.mx("d.example", 10, "mail.our.example")
                .mx("d.example", 20, "b.example")
                .host("b.example", "192.0.2.2");
        assertRefused(finder().hops(mx("d.example")), "554 5.4.6");
        dns.host("mail.our.example", "192.0.2.98");
        assertRefused(finder().hops(mx("mail.our.example")), "554 5.4.6");
        assertRefused(
                finder().hops(new Route.Mx(new Domain.Literal(InetAddress.ofLiteral("192.0.2.99")))), "554 5.4.6");
    }

    @Test
    void ourNameBeyondTheBoundStillCuts() {
        for (int i = 0; i < 5; i++) {
            dns.mx("d.example", 10, "h" + i + ".example").host("h" + i + ".example", "192.0.2." + i);
        }
        dns.mx("d.example", 10, "mail.our.example");
        assertRefused(finder("max-mx-hosts", "2").hops(mx("d.example")), "554 5.4.6");
    }

    @Test
    void addressLiteralsGoStraightThere() {
        Route literal = new Route.Mx(new Domain.Literal(InetAddress.ofLiteral("2001:db8::7")));
        assertThat(servers(finder().hops(literal))).containsExactly("2001:db8:0:0:0:0:0:7 2001:db8:0:0:0:0:0:7 25");
        assertThat(dns.questions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::", "224.0.0.1", "ff02::1"})
    void aStrangersMxDoesNotLeadToOurOwnMachine(String literal) {
        dns.mx("d.example", 10, "a.example").host("a.example", literal);
        assertRefused(finder().hops(mx("d.example")), "550 5.4.4");
    }

    @Test
    void loopbackMxsMayBeAllowed() {
        dns.mx("d.example", 10, "a.example").host("a.example", "127.0.0.2");
        assertThat(servers(finder("refuse-loopback-mx", "false").hops(mx("d.example"))))
                .containsExactly("a.example 127.0.0.2 25");
    }

    @Test
    void anMxThatIsAnAddressIsPassedOverWithAReason() {
        dns.mx("d.example", 10, "192.0.2.1");
        assertRefused(finder().hops(mx("d.example")), "550 5.4.4");
        RouteExplanation told =
                RouteExplanation.of(Town.address("a@d.example"), new RouteTable(List.of(), _ -> false), finder());
        assertThat(told.lines()).anyMatch(line -> line.contains("an IP address where a host name belongs"));
    }

    @ParameterizedTest(name = "{0} MX hosts: {1} tried")
    @CsvSource({"2, 2", "3, 3", "4, 3", "1000, 3"})
    void looksAtSoManyMxHosts(int hosts, int tried) {
        for (int i = 0; i < hosts; i++) {
            dns.mx("d.example", i, "h" + i + ".example").host("h" + i + ".example", "192.0.2.1");
        }
        assertThat(servers(finder("max-mx-hosts", "3").hops(mx("d.example")))).hasSize(tried);
        assertThat(dns.questions()).isEqualTo(tried + 1);
    }

    @ParameterizedTest(name = "{0} addresses: {1} tried")
    @CsvSource({"2, 2", "3, 3", "4, 3"})
    void triesSoManyAddresses(int addresses, int tried) {
        dns.mx("d.example", 10, "a.example");
        for (int i = 0; i < addresses; i++) {
            dns.host("a.example", "192.0.2." + i);
        }
        assertThat(servers(finder("max-addresses", "3").hops(mx("d.example")))).hasSize(tried);
        assertThat(servers(finder("max-addresses", "3").hops(new Route.Via(Route.Protocol.SMTP, "a.example", 25))))
                .hasSize(tried);
    }

    @Test
    void aConfiguredServerIsTakenAtItsWord() {
        dns.mx("relay.example", 10, "other.example").host("relay.example", "127.0.0.1");
        assertThat(servers(finder().hops(new Route.Via(Route.Protocol.SMTP, "relay.example", 2626))))
                .containsExactly("relay.example 127.0.0.1 2626");
        assertThat(servers(finder().hops(new Route.Via(Route.Protocol.LMTP, "::1", 24))))
                .containsExactly("::1 0:0:0:0:0:0:0:1 24");
        assertRefused(finder().hops(new Route.Via(Route.Protocol.SMTP, "gone.example", 25)), "451 4.4.3");
    }

    @Test
    void localAndDiscardNeedNoHop() {
        assertThat(servers(finder().hops(new Route.Local()))).isEmpty();
        assertThat(servers(finder().hops(new Route.Discard()))).isEmpty();
    }

    @Test
    void aDryRunTellsItsStory() {
        dns.mx("d.example", 10, "a.example").mx("d.example", 20, "mail.our.example");
        dns.host("a.example", "192.0.2.1");
        RouteTable table = new RouteTable(List.of(new RouteSetting("*.corp.example", "discard")), _ -> false);
        assertThat(RouteExplanation.of(Town.address("x@d.example"), table, finder())
                        .lines())
                .containsExactly(
                        "No configured route is for it and d.example is not hosted here: DNS decides.",
                        "MX 10 a.example.",
                        "MX 20 mail.our.example.",
                        "This server itself stands among them, with preference 20: only better ones are tried, so that"
                                + " mail does not go in circles (RFC 5321 §5.1).",
                        "Try 1: a.example [192.0.2.1]:25");
        assertThat(RouteExplanation.of(Town.address("x@a.corp.example"), table, finder())
                        .lines())
                .containsExactly(
                        "The configured route for '*.corp.example' decides: via discard.",
                        "It is taken, counted and thrown away.");
    }
}
