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
    private static final Proxies TRUSTING = new Proxies(List.of("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"));

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
                "10.1.1.1 | true  | Forwarded: for=198.51.100.1;proto=https                  | 198.51.100.1 | PRIVATE",
                "10.1.1.1 | true  | Forwarded: For=\"[2001:db8:9::7]:4711\"; Proto=HTTPS     | 2001:db8:9:0:0:0:0:7 | PRIVATE",
                "10.1.1.1 | true  | Forwarded: for=_hidden;proto=https                       | 10.1.1.1 | UNKNOWN_PROXY",
                // what stands left of the last that is not trusted anybody may have written
                "10.1.1.1 | true | X-Forwarded-For: 127.0.0.1, 198.51.100.1, 10.2.2.2 ; X-Forwarded-Proto: https | 198.51.100.1 | PRIVATE",
                "10.1.1.1 | true | Forwarded: for=127.0.0.1;proto=https, for=198.51.100.1;proto=http | 198.51.100.1 | OPEN",
                "10.1.1.1 | true | Forwarded: for=127.0.0.1 ; X-Forwarded-For: 198.51.100.1 | 127.0.0.1 | PRIVATE",
                "10.1.1.1 | true | X-Forwarded-For: nonsense | 10.1.1.1 | UNKNOWN_PROXY",
                // the proxy itself
                "127.0.0.1 | false | X: y | 127.0.0.1 | PRIVATE",
                "10.1.1.1  | true  | X: y | 10.1.1.1  | OPEN",
            })
    void readsTheChainFromTheRight(String peer, boolean tls, String fields, String client, Client.Way way) {
        assertThat(TRUSTING.client(InetAddress.ofLiteral(peer), tls, fields(fields)))
                .isEqualTo(new Client(InetAddress.ofLiteral(client), way));
    }

    @Test
    void aChainLongerThanItsBoundIsNotFollowedToItsEnd() {
        String chain =
                "198.51.100.1, " + String.join(", ", java.util.Collections.nCopies(Proxies.LONGEST_CHAIN, "10.2.2.2"));
        Client within = TRUSTING.client(
                InetAddress.ofLiteral("10.1.1.1"),
                true,
                fields("X-Forwarded-For: " + chain.replaceFirst(", 10.2.2.2", "")));
        Client beyond = TRUSTING.client(InetAddress.ofLiteral("10.1.1.1"), true, fields("X-Forwarded-For: " + chain));
        assertThat(within.address().getHostAddress()).isEqualTo("198.51.100.1");
        assertThat(beyond.address().getHostAddress()).isEqualTo("10.2.2.2");
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
