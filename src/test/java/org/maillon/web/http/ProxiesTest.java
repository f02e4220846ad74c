package org.maillon.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a client is, behind whom. */
class ProxiesTest {
    private static final List<String> TRUSTED = List.of("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48");
    private static final Proxies TRUSTING = new Proxies(TRUSTED, HttpSettings.ProxyField.X_FORWARDED_FOR);
    private static final Proxies BY_RFC_7239 = new Proxies(TRUSTED, HttpSettings.ProxyField.FORWARDED);

    private static Function<String, List<String>> fields(String text) {
        return name -> Arrays.stream(text.split(" ; ", -1))
                .filter(field -> field.startsWith(name + ": "))
                .map(field -> field.substring(name.length() + 2))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // nobody trusted between
                "192.0.2.7 | false | X: y | 192.0.2.7 | OPEN",
                "192.0.2.7 | true  | X: y | 192.0.2.7 | PRIVATE",
                "127.0.0.2 | false | X: y | 127.0.0.2 | PRIVATE",
                // a stranger says to be somebody else
                "192.0.2.7 | true  | X-Forwarded-For: 198.51.100.1 | 192.0.2.7 | UNKNOWN_PROXY",
                "127.0.0.2 | false | Forwarded: for=198.51.100.1   | 127.0.0.2 | UNKNOWN_PROXY",
                "127.0.0.2 | false | Via: 1.1 nginx                | 127.0.0.2 | UNKNOWN_PROXY",
                // a trusted proxy says who it is
                "10.1.1.1 | false | X-Forwarded-For: 198.51.100.1 ; X-Forwarded-Proto: https | 198.51.100.1 | PRIVATE",
                "10.1.1.1 | true  | X-Forwarded-For: 198.51.100.1 ; X-Forwarded-Proto: http  | 198.51.100.1 | OPEN",
                "10.1.1.1 | true  | X-Forwarded-For: 198.51.100.1                            | 198.51.100.1 | OPEN",
                // what stands left of the last that is not trusted anybody may have written
                "10.1.1.1 | true | X-Forwarded-For: 127.0.0.1, 198.51.100.1, 10.2.2.2 ; X-Forwarded-Proto: https | 198.51.100.1 | PRIVATE",
                "10.1.1.1 | true | X-Forwarded-For: nonsense | 10.1.1.1 | UNKNOWN_PROXY",
                // nginx is often told to write both
                "10.1.1.1 | true | X-Forwarded-For: 198.51.100.1 ; X-Real-IP: 198.51.100.1 ; X-Forwarded-Proto: https | 198.51.100.1 | PRIVATE",
                "10.1.1.1 | true | X-Forwarded-For: 198.51.100.1 ; X-Real-IP: 198.51.100.2 ; X-Forwarded-Proto: https | 198.51.100.1 | UNKNOWN_PROXY",
            })
    void readsTheChainFromTheRight(String peer, boolean tls, String fields, String client, Client.Way way) {
        assertThat(TRUSTING.client(InetAddress.ofLiteral(peer), tls, "localhost", fields(fields)))
                .isEqualTo(new Client(InetAddress.ofLiteral(client), way));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Forwarded: for=198.51.100.1;proto=https                                 | 198.51.100.1 | PRIVATE",
                "Forwarded: For=\"[2001:db8:9::7]:4711\"; Proto=HTTPS                    | 2001:db8:9:0:0:0:0:7 | PRIVATE",
                "Forwarded: for=_hidden;proto=https                                      | 10.1.1.1 | UNKNOWN_PROXY",
                "Forwarded: for=127.0.0.1;proto=https, for=198.51.100.1;proto=http       | 198.51.100.1 | OPEN",
                "Forwarded: for=198.51.100.1;proto=https ; X-Forwarded-For: 198.51.100.1 | 198.51.100.1 | UNKNOWN_PROXY",
                "Forwarded: for=198.51.100.1;proto=https ; X-Forwarded-Proto: https      | 198.51.100.1 | UNKNOWN_PROXY",
                "Forwarded: for=198.51.100.1;proto=https ; X-Real-IP: 198.51.100.1       | 198.51.100.1 | UNKNOWN_PROXY",
                "X-Forwarded-For: 198.51.100.1 ; X-Forwarded-Proto: https                | 10.1.1.1 | UNKNOWN_PROXY",
            })
    void readsTheFieldOfTheRfcWhereThatIsWhatTheProxyWrites(String fields, String client, Client.Way way) {
        assertThat(BY_RFC_7239.client(InetAddress.ofLiteral("10.1.1.1"), true, "mail.here.test", fields(fields)))
                .isEqualTo(new Client(InetAddress.ofLiteral(client), way));
    }

    /** nginx writes X-Forwarded-For, and hands on a Forwarded of the client's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Forwarded: for=127.0.0.1 ; X-Forwarded-For: 198.51.100.1             | 198.51.100.1",
                "Forwarded: for=127.0.0.1;proto=https                                 | 10.1.1.1",
                "Forwarded: for=203.0.113.9;proto=https ; X-Real-IP: 198.51.100.1     | 10.1.1.1",
                "X-Forwarded-For: 203.0.113.9 ; X-Real-IP: 198.51.100.1               | 203.0.113.9",
                "X-Forwarded-For: 127.0.0.1 ; X-Forwarded-Proto: https                | 127.0.0.1",
                "X-Forwarded-For: ::1 ; X-Forwarded-Proto: https                      | ::1",
                "X-Forwarded-For: ::ffff:127.0.0.9 ; X-Forwarded-Proto: https         | 127.0.0.9",
            })
    void aClientBehindATrustedProxyDoesNotChooseItsAddress(String fields, String client) {
        assertThat(TRUSTING.client(InetAddress.ofLiteral("10.1.1.1"), true, "mail.here.test", fields(fields)))
                .isEqualTo(new Client(InetAddress.ofLiteral(client), Client.Way.UNKNOWN_PROXY));
    }

    /** It hands on everybody's requests; which are its own is not seen. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "127.0.0.1, true", "10.1.1.1, true"})
    void aTrustedProxyThatNamesNoClientIsNotTheClient(String peer, boolean tls) {
        for (String field : List.of("X: y", "X-Forwarded-Proto: https", "X-Forwarded-For: 10.2.2.2")) {
            assertThat(TRUSTING.client(InetAddress.ofLiteral(peer), tls, "localhost", fields(field))
                            .way())
                    .isEqualTo(Client.Way.UNKNOWN_PROXY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, PRIVATE",
        "127.0.0.1, PRIVATE",
        "[::1], PRIVATE",
        "mail.here.test, UNKNOWN_PROXY",
        "localhost.evil.test, UNKNOWN_PROXY",
        "192.0.2.7, UNKNOWN_PROXY",
        "'', UNKNOWN_PROXY",
    })
    void aNameThatWasMadeToLeadToThisMachineIsNotThisMachine(String host, Client.Way way) {
        for (boolean tls : new boolean[] {false, true}) {
            assertThat(TRUSTING.client(InetAddress.ofLiteral("127.0.0.2"), tls, host, fields("X: y"))
                            .way())
                    .isEqualTo(way);
        }
        assertThat(TRUSTING.client(InetAddress.ofLiteral("192.0.2.7"), true, host, fields("X: y"))
                        .way())
                .isEqualTo(Client.Way.PRIVATE);
    }

    @Test
    void aChainLongerThanItsBoundIsNotFollowedToItsEnd() {
        String chain =
                "198.51.100.1, " + String.join(", ", java.util.Collections.nCopies(Proxies.LONGEST_CHAIN, "10.2.2.2"));
        Client within = TRUSTING.client(
                InetAddress.ofLiteral("10.1.1.1"),
                true,
                "mail.here.test",
                fields("X-Forwarded-For: " + chain.replaceFirst(", 10.2.2.2", "")));
        Client beyond = TRUSTING.client(
                InetAddress.ofLiteral("10.1.1.1"), true, "mail.here.test", fields("X-Forwarded-For: " + chain));
        assertThat(within.address().getHostAddress()).isEqualTo("198.51.100.1");
        assertThat(beyond.address().getHostAddress()).isEqualTo("10.2.2.2");
        assertThat(beyond.way()).isEqualTo(Client.Way.UNKNOWN_PROXY);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080, 127.0.0.1, 8080", "[::1]:443, 0:0:0:0:0:0:0:1, 443", "0.0.0.0:0, 0.0.0.0, 0"})
    void readsWhereToListen(String text, String address, int port) {
        assertThat(WebAddress.parse(text)).isEqualTo(new WebAddress(address, port));
    }

    @ParameterizedTest
    @CsvSource({"8080", "::1:443", "localhost:8080", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "[::1]"})
    void saysWhatToWriteInstead(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> WebAddress.parse(text))
                .hasMessageContaining("127.0.0.1:8080");
    }
}
