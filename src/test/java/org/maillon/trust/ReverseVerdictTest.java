package org.maillon.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.dns.FakeResolver;

class ReverseVerdictTest {
    private final FakeResolver dns = new FakeResolver();

    private ReverseVerdict of(String address) {
        return ReverseVerdict.of(InetAddress.ofLiteral(address), dns);
    }

    // RFC 8601 §3
    @Test
    void aNameThatLeadsBackPasses() {
        dns.named("192.0.2.1", "liar.example.com", "mx.example.org")
                .host("liar.example.com", "198.51.100.1")
                .host("mx.example.org", "192.0.2.9", "192.0.2.1");
        assertThat(of("192.0.2.1"))
                .isEqualTo(new ReverseVerdict(
                        ReverseVerdict.Result.PASS,
                        Optional.of("mx.example.org"),
                        "mx.example.org leads back to 192.0.2.1"));
    }

    @Test
    void anIpv6AddressIsConfirmedByIpv6Alone() {
        dns.named("2001:db8::1", "mx.example.org").host("mx.example.org", "2001:db8::1");
        assertThat(of("2001:db8::1").result()).isEqualTo(ReverseVerdict.Result.PASS);
        dns.named("2001:db8::2", "four.example.org").host("four.example.org", "192.0.2.1");
        assertThat(of("2001:db8::2").result()).isEqualTo(ReverseVerdict.Result.FAIL);
    }

    @Test
    void tellsALieFromSilenceAndFromTrouble() {
        dns.named("192.0.2.1", "liar.example.com").host("liar.example.com", "198.51.100.1");
        assertThat(of("192.0.2.1").result()).isEqualTo(ReverseVerdict.Result.FAIL);
        assertThat(of("192.0.2.1").name()).contains("liar.example.com");
        assertThat(of("192.0.2.2").result()).isEqualTo(ReverseVerdict.Result.PERMERROR);
        dns.fails("192.0.2.3", "SERVFAIL");
        assertThat(of("192.0.2.3").result()).isEqualTo(ReverseVerdict.Result.TEMPERROR);
        dns.named("192.0.2.4", "down.example.com").fails("down.example.com", "SERVFAIL");
        assertThat(of("192.0.2.4").result()).isEqualTo(ReverseVerdict.Result.TEMPERROR);
    }

    @Test
    void looksAtTenOfAThousandNames() {
        for (int i = 0; i < 1000; i++) {
            dns.named("192.0.2.1", "n" + i + ".example.com");
        }
        assertThat(of("192.0.2.1").result()).isEqualTo(ReverseVerdict.Result.FAIL);
        assertThat(dns.questions()).isEqualTo(11);
    }
}
