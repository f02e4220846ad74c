package org.maillon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;

class SourcesTest {
    private static final Hop FOUR = hop("192.0.2.1");
    private static final Hop SIX = hop("2001:db8::1");
    private final Random entropy = new Random(3);

    private static Hop hop(String address) {
        return new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress(InetAddress.ofLiteral(address), 25));
    }

    private List<Hop> from(List<String> sources) {
        NextHops hops = Sources.parse(sources).from(new NextHops.Servers(List.of(SIX, FOUR)), entropy);
        return hops instanceof NextHops.Servers(List<Hop> servers) ? servers : List.of();
    }

    @Test
    void callEachServerFromAnAddressOfItsKind() {
        assertThat(from(List.of("192.0.2.9", "2001:db8::9")))
                .extracting(Hop::toString)
                .containsExactly(
                        "mx.example [2001:db8:0:0:0:0:0:1]:25 from 2001:db8:0:0:0:0:0:9",
                        "mx.example [192.0.2.1]:25 from 192.0.2.9");
        assertThat(from(List.of("192.0.2.9")))
                .as("and none of the other kind")
                .singleElement()
                .hasToString("mx.example [192.0.2.1]:25 from 192.0.2.9");
        assertThat(from(List.of())).containsExactly(SIX, FOUR);
    }

    @Test
    void takeTurnsWhereThereAreSeveral() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            from(List.of("192.0.2.8", "192.0.2.9")).forEach(hop -> seen.add(hop.toString()));
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void sayWhereNoServerIsOfTheirKind() {
        NextHops none = Sources.parse(List.of("192.0.2.9")).from(new NextHops.Servers(List.of(SIX)), entropy);

        assertThat(none)
                .isInstanceOfSatisfying(
                        NextHops.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("no address of the same kind as 192.0.2.9"));
    }

    @ParameterizedTest
    @CsvSource({
        "mx, mail.example, mail.example' is no IP address",
        "mx, 0.0.0.0, nothing can be sent from 0.0.0.0",
        "smtp://relay.example:25, ff02::1, nothing can be sent from ff02::1",
        "local, 192.0.2.9, 'source-address is for mail that leaves this machine, not for via local'",
        "discard, 192.0.2.9, 'source-address is for mail that leaves this machine, not for via discard'"
    })
    void aRouteWithAWrongOneIsRefusedWithTheReason(String via, String source, String why) {
        RouteSetting setting =
                new RouteSetting("a.example", via, RouteSetting.AcceptFrom.RELAY_NETWORKS, List.of(source));

        assertThatThrownBy(() -> new RouteTable(List.of(setting), _ -> false))
                .hasMessageContaining("The route for 'a.example'")
                .hasMessageContaining(why);
    }

    @Test
    void aRouteOfItsOwnSourceIsADestinationOfItsOwn() {
        RouteSetting setting = new RouteSetting(
                "*", "mx", RouteSetting.AcceptFrom.RELAY_NETWORKS, List.of("192.0.2.9", "2001:db8::9"));
        Route route = new RouteTable(List.of(setting), _ -> false).routeOf(Town.address("a@b.example"));

        assertThat(route.key()).isEqualTo("mx:b.example from 192.0.2.9+2001:db8:0:0:0:0:0:9");
        assertThat(Route.domainOf(route.key())).hasToString("Optional[b.example]");
    }
}
