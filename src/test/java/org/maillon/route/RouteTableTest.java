package org.maillon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

class RouteTableTest {
    private static final Set<Domain> HOSTED = Set.of(Town.domain("our.example"), Town.domain("split.example"));

    private static RouteTable table(String... routes) {
        List<RouteSetting> settings = Stream.of(routes)
                .map(route -> new RouteSetting(
                        route.substring(0, route.indexOf(' ')), route.substring(route.indexOf(' ') + 1)))
                .toList();
        return new RouteTable(settings, HOSTED::contains);
    }

    private final RouteTable full = table(
            "* smtp://smarthost.example:587",
            "*.corp.example smtp://10.0.0.1:25",
            "*.deep.corp.example smtp://10.0.0.2:25",
            "corp.example lmtp://127.0.0.1:24",
            "boss@corp.example discard",
            "direct.example mx",
            "split.example mx",
            "void.example discard",
            "in.example local",
            "bücher.example smtp://[2001:db8::1]:2525",
            "[192.0.2.9] discard");

    @ParameterizedTest(name = "{0} → {1} ({2})")
    @CsvSource(delimiter = '|', textBlock = """
                    a@nowhere.example      | smtp://smarthost.example:587 | the star takes the rest
                    a@corp.example         | lmtp://127.0.0.1:24          | the domain itself
                    boss@corp.example      | discard                      | a whole address is most particular
                    BOSS@Corp.Example      | discard                      | and has no case
                    a@x.corp.example       | smtp://10.0.0.1:25           | a suffix
                    a@x.y.corp.example     | smtp://10.0.0.1:25           | at any depth
                    a@x.deep.corp.example  | smtp://10.0.0.2:25           | the longest suffix wins
                    a@deep.corp.example    | smtp://10.0.0.1:25           | a suffix is not the domain itself
                    a@xcorp.example        | smtp://smarthost.example:587 | a suffix begins at a dot
                    a@direct.example       | mx:direct.example            | mx gets its domain
                    a@our.example          | local                        | a hosted domain beats the star
                    a@split.example        | mx:split.example             | but not a route of its own
                    a@void.example         | discard                      | thrown away
                    a@in.example           | local                        | local though not hosted
                    a@xn--bcher-kva.example| smtp://[2001:db8::1]:2525    | U-labels become A-labels
                    a@[192.0.2.9]          | discard                      | a literal
                    a@[192.0.2.10]         | smtp://smarthost.example:587 | another literal
                    """)
    void theMostParticularRouteWins(String address, String key, String reason) {
        assertThat(full.routeOf(address(address)).key()).as(reason).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"a@our.example, local", "a@other.example, mx:other.example", "a@[192.0.2.1], mx:[192.0.2.1]"})
    void withoutRoutesHostingAndDnsDecide(String address, String key) {
        assertThat(table().routeOf(address(address)).key()).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    * ftp://host:21              | no way to send mail
                    * smtp://                    | names no host
                    * smtp://:25                 | names no host
                    * smtp://host:0              | no port
                    * smtp://host:65536          | no port
                    * smtp://host:               | no port
                    * smtp://host/path           | names no host
                    * smtp://user@host:25        | names no host
                    * smtp://2001:db8::1:25      | in brackets
                    * smtp://[2001:db8::1        | in brackets
                    * lmtp://host                | names no port
                    * MX                         | no way to send mail
                    **.example mx                | no domain of a route
                    *example mx                  | no domain of a route
                    a.*.example mx               | no domain of a route
                    *@example mx                 | no domain of a route
                    @example mx                  | no domain of a route
                    a@*.example mx               | no domain of a route
                    a..example mx                | no domain of a route
                    """)
    void aRouteThatCannotBeMeantIsRefused(String route, String words) {
        assertThatThrownBy(() -> table(route))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://host, smtp://host:25",
        "smtp://HOST.Example:1, smtp://host.example:1",
        "smtp://[::1], smtp://[::1]:25",
        "smtp://[::1]:65535, smtp://[::1]:65535",
        "lmtp://127.0.0.1:24, lmtp://127.0.0.1:24"
    })
    void readsServersWithAndWithoutPort(String via, String key) {
        assertThat(table("* " + via).routeOf(address("a@b.example")).key()).isEqualTo(key);
    }

    @Test
    void twoRoutesForOneDomainAreRefused() {
        assertThatThrownBy(() -> table("a.example mx", "A.example discard"))
                .hasMessageContaining("two routes for 'a.example'");
    }

    private static Address address(String text) {
        return Town.address(text);
    }

    @Test
    void opensOnlyTheRoutesThatSaySo() {
        RouteTable table = new RouteTable(
                List.of(
                        new RouteSetting("behind.example", "lmtp://127.0.0.1:24", RouteSetting.AcceptFrom.ANYONE),
                        new RouteSetting("*", "smtp://smarthost.example:587")),
                HOSTED::contains);
        assertThat(table.opensToAnyone(Town.address("a@behind.example"))).isTrue();
        assertThat(table.opensToAnyone(Town.address("a@else.example"))).isFalse();
        assertThat(table.opensToAnyone(Town.address("a@our.example"))).isFalse();
    }

    @Test
    void refusesToBecomeAnOpenRelay() {
        RouteSetting everything = new RouteSetting("*", "mx", RouteSetting.AcceptFrom.ANYONE);
        assertThatThrownBy(() -> new RouteTable(List.of(everything), HOSTED::contains))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("open relay");
    }
}
