package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedFieldTest {
    private static final Instant AT = Instant.parse("2026-11-23T13:05:02Z");

    @Test
    void namesClientServerProtocolAndTheOnlyRecipient() {
        assertThat(field("192.0.2.7", Optional.of("ada@example.org")))
                .isEqualTo("Received: from client.example ([192.0.2.7])\r\n"
                        + "\tby mx.example.org with ESMTP id 06A0\r\n"
                        + "\tfor <ada@example.org>;\r\n"
                        + "\tMon, 23 Nov 2026 13:05:02 +0000\r\n");
    }

    @Test
    void namesNoRecipientWhereThereAreSeveral() {
        assertThat(field("2001:db8::7", Optional.empty()))
                .contains("([IPv6:2001:db8:0:0:0:0:0:7])")
                .doesNotContain("for <");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01T00:00:00Z | Thu, 1 Jan 2026 00:00:00 +0000
            2028-02-29T23:59:59Z | Tue, 29 Feb 2028 23:59:59 +0000
            0007-03-04T05:06:07Z | Sun, 4 Mar 0007 05:06:07 +0000""")
    void writesDatesAsMessagesDo(String instant, String text) {
        assertThat(MessageDate.format(Instant.parse(instant))).isEqualTo(text);
    }

    /** RFC 5321 §7.6. */
    @Test
    void isSilentAboutAClientThatIsNobodysBusiness() {
        byte[] field = new ReceivedField(Optional.empty(), "mx.example.org", "ESMTPSA", "06A0", Optional.empty(), AT)
                .toOctets();
        assertThat(new String(field, StandardCharsets.UTF_8))
                .startsWith("Received: by mx.example.org with ESMTPSA id 06A0;\r\n\t");
    }

    private static String field(String client, Optional<String> recipient) {
        var from = new ReceivedField.From("client.example", InetAddress.ofLiteral(client));
        ReceivedField field = new ReceivedField(Optional.of(from), "mx.example.org", "ESMTP", "06A0", recipient, AT);
        return new String(field.toOctets(), StandardCharsets.UTF_8);
    }
}
