package org.maillon.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;

class DnsNameTest {
    private static final String LETTERS = "aZ09-_.. \\\"@*()\u0000\t\u00e9\u017f\uD83D\r\n1234567890abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a\\.b", "ü.example", "a\u0000b"})
    void isNone(String text) {
        assertThat(DnsName.isOne(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"62, true", "63, true", "64, false"})
    void aLabelHasABound(int length, boolean fits) {
        assertThat(DnsName.isOne("x." + "a".repeat(length) + ".example")).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"252, true", "253, true", "254, false"})
    void aNameHasABound(int length, boolean fits) {
        assertThat(DnsName.isOne("a.".repeat(length / 2) + (length % 2 == 0 ? "" : "a")))
                .isEqualTo(fits && length % 2 == 1);
        assertThat(DnsName.isOne("aa" + ".a".repeat((length - 2) / 2) + (length % 2 == 0 ? "" : "a")))
                .isEqualTo(fits);
    }

    /** Whatever a header makes of a name: it can be asked for, or the resolver says that there is no such name. */
    @Test
    void noTextMakesAResolverThrow() throws IOException {
        try (ScriptedServer server = new ScriptedServer();
                SocketDialer dialer = new SocketDialer()) {
            server.says(Rcode.NXDOMAIN);
            DnsResolver resolver = new DnsResolver(
                    new SocketDatagrams(),
                    dialer,
                    InstantSource.system(),
                    new Random(1),
                    Settings.read(
                            DnsSettings.class,
                            Map.of("servers", server.address(), "timeout", "1s", "attempts", "1", "dnssec", "off")));
            Random random = new Random(20_261);
            for (int i = 0; i < 2000; i++) {
                String text = text(random);
                assertThat(DnsName.isOne(text) && !isName(text)).as(text).isFalse();
                assertThatCode(() -> resolver.txt(text)).as(text).doesNotThrowAnyException();
                assertThatCode(() -> resolver.mx(text)).as(text).doesNotThrowAnyException();
                assertThatCode(() -> resolver.addresses(text)).as(text).doesNotThrowAnyException();
            }
        }
    }

    private static boolean isName(String text) {
        try {
            return Name.fromString(text, Name.root).isAbsolute();
        } catch (TextParseException _) {
            return false;
        }
    }

    private static String text(Random random) {
        int length = random.nextInt(10) == 0 ? 200 + random.nextInt(120) : random.nextInt(70);
        StringBuilder text = new StringBuilder(length);
        boolean plain = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            text.append(plain ? (i % 30 == 29 ? '.' : 'a') : LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
