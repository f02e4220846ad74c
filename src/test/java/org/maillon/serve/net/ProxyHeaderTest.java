package org.maillon.serve.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static ProxyHeader.Outcome read(byte[] in) {
        return ProxyHeader.read(in, 0, in.length);
    }

    private static ProxyHeader.Outcome text(String header) {
        return read(header.getBytes(StandardCharsets.US_ASCII));
    }

    private static ProxyHeader.Outcome hex(String header) {
        return read(HexFormat.of().parseHex(header));
    }

    private static ProxyHeader.Outcome client(String address, int port, int length) {
        return new ProxyHeader.Outcome.Read(Optional.of(new InetSocketAddress(address, port)), length);
    }

    @Test
    void readsVersion1() {
        assertThat(text("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\nEHLO"))
                .isEqualTo(client("192.0.2.1", 56324, 44));
        assertThat(text("PROXY TCP6 2001:db8::1 2001:db8::2 1 25\r\n")).isEqualTo(client("2001:db8::1", 1, 41));
        assertThat(text("PROXY UNKNOWN\r\n")).isEqualTo(nobody(15));
        assertThat(text("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n")).isEqualTo(nobody(43));
    }

    @Test
    void readsVersion2() {
        assertThat(hex(SIGNATURE + "21" + "11" + "000c" + "c0000201" + "c6336401" + "dc04" + "0019"))
                .isEqualTo(client("192.0.2.1", 0xdc04, 28));
        assertThat(hex(SIGNATURE + "21" + "21" + "0024" + "20010db8000000000000000000000001"
                        + "20010db8000000000000000000000002" + "0001" + "0019"))
                .isEqualTo(client("2001:db8::1", 1, 52));
        assertThat(hex(SIGNATURE + "21" + "11" + "000f" + "c0000201" + "c6336401" + "dc04" + "0019" + "040000"))
                .as("a TLV behind the addresses is skipped")
                .isEqualTo(client("192.0.2.1", 0xdc04, 31));
        assertThat(hex(SIGNATURE + "20" + "00" + "0000"))
                .as("LOCAL: the balancer's own health check")
                .isEqualTo(new ProxyHeader.Outcome.Read(Optional.empty(), 16));
        assertThat(hex(SIGNATURE + "21" + "00" + "0000")).as("UNSPEC").isEqualTo(nobody(16));
    }

    @Test
    void asksForMoreAtEverySplit() {
        byte[] version1 = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] version2 = HexFormat.of().parseHex(SIGNATURE + "2111000cc0000201c6336401dc040019");
        for (byte[] whole : new byte[][] {version1, version2}) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(ProxyHeader.read(whole, 0, length)).isInstanceOf(ProxyHeader.Outcome.MoreNeeded.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO example.org\r\n",
                "proxy TCP4 192.0.2.1 198.51.100.1 1 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 25 \r\n",
                "PROXY TCP4 2001:db8::1 198.51.100.1 1 25\r\n",
                "PROXY TCP4 example.org 198.51.100.1 1 25\r\n",
                "PROXY TCP5 192.0.2.1 198.51.100.1 1 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 65536 25\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 -1 25\r\n"
            })
    void refusesOtherText(String header) {
        assertThat(text(header)).isInstanceOf(ProxyHeader.Outcome.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "3111000cc0000201c6336401dc040019, version",
        "2211000cc0000201c6336401dc040019, command",
        "2112000cc0000201c6336401dc040019, family",
        "2111000bc0000201c6336401dc0400, short",
        "21111000, 4112"
    })
    void refusesOtherBinaries(String rest, String why) {
        assertThat(hex(SIGNATURE + rest))
                .isInstanceOfSatisfying(
                        ProxyHeader.Outcome.Bad.class,
                        bad -> assertThat(bad.why()).contains(why));
    }

    @Test
    void boundsTheTextFormAt107Octets() {
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n";
        assertThat(text(longest)).isEqualTo(nobody(107));
        assertThat(text("PROXY UNKNOWN " + "x".repeat(107 - 15) + "\r\n")).isInstanceOf(ProxyHeader.Outcome.Bad.class);
    }

    /** A balancer among our own networks must not lend its right to relay to whom it does not know. */
    private static ProxyHeader.Outcome nobody(int length) {
        return new ProxyHeader.Outcome.Read(Optional.of(ProxyHeader.NOBODY), length);
    }
}
