package org.maillon.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;

class MechanismTest {
    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void isFoundByItsNameInAnyCase(Mechanism mechanism) {
        assertThat(Mechanism.named(mechanism.wireName())).contains(mechanism);
        assertThat(Mechanism.named(mechanism.wireName().toLowerCase(java.util.Locale.ROOT)))
                .contains(mechanism);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PLAIN ", "CRAM-MD5", "SCRAM-SHA-1", "plaın", "SCRAM_SHA_256"})
    void othersAreNotKnown(String name) {
        assertThat(Mechanism.named(name)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void withoutInitialResponseTheClientIsHeard(Mechanism mechanism) {
        String wanted = mechanism == Mechanism.LOGIN ? "Username:" : "";
        assertThat(Exchange.begin(mechanism).challenge()).isEqualTo(wanted);
    }

    @Test
    void linesAreBase64OrAStar() {
        assertThat(line("dGlt")).isEqualTo(new ClientLine.Response(Bytes.utf8("tim")));
        assertThat(line("")).isEqualTo(new ClientLine.Response(Bytes.EMPTY));
        assertThat(line("*")).isEqualTo(new ClientLine.Cancelled());
        assertThat(ClientLine.initial("=")).isEqualTo(new ClientLine.Response(Bytes.EMPTY));
        assertThat(ClientLine.initial("dGlt")).isEqualTo(new ClientLine.Response(Bytes.utf8("tim")));
        assertThat(ClientLine.encode(Bytes.utf8("tim"))).isEqualTo("dGlt");
    }

    /** RFC 4954 §4: what cannot be decoded ends the exchange. */
    @ParameterizedTest
    @ValueSource(strings = {"=", "dGl", "dGltMQ", "dGlt MQ=", "dG=t", "d*lt", "dGltMQ==dGlt", "**", " ", "dGlté==="})
    void othersAreBroken(String text) {
        assertThat(line(text)).isEqualTo(new ClientLine.Broken());
    }

    private static ClientLine line(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ClientLine.read(octets, 0, octets.length);
    }
}
