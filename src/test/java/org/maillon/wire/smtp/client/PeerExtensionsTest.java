package org.maillon.wire.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;
import org.maillon.wire.smtp.client.PeerExtensions.Limits;

class PeerExtensionsTest {
    private static PeerExtensions of(String... lines) {
        return PeerExtensions.of(new Reply(250, Optional.empty(), List.of(lines)));
    }

    @Test
    void readsAllThatAPeerOffers() {
        PeerExtensions peer = of(
                "mx.example at your service",
                "PIPELINING",
                "size 52428800",
                "8bitmime",
                "CHUNKING",
                "BINARYMIME",
                "SMTPUTF8",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "STARTTLS",
                "LIMITS RCPTMAX=20 MAILMAX=5 RCPTDOMAINMAX=1",
                "REQUIRETLS",
                "DELIVERBY 240",
                "MT-PRIORITY MIXER",
                "X-UNHEARD OF");
        assertThat(peer.offered()).containsExactlyInAnyOrder(Keyword.values());
        assertThat(peer.maxSize()).hasValue(52_428_800);
        assertThat(peer.limits()).isEqualTo(new Limits(OptionalInt.of(20), OptionalInt.of(5), OptionalInt.of(1)));
    }

    @Test
    void takesNoExtensionFromTheServersName() {
        assertThat(of("PIPELINING").offered()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SIZE 1000              | 1000 | a bound",
                "SIZE                   | -1   | no parameter: no bound known (RFC 1870 §4)",
                "SIZE 0                 | -1   | zero: no fixed bound (RFC 1870 §4)",
                "SIZE ten               | -1   | no number",
                "SIZE -5                | -1   | no number",
                "SIZE 99999999999999999999 | -1 | a number of more digits than any size",
                "SIZE  1000  2000       | 1000 | words are what stands between spaces",
            })
    void readsSizes(String line, long octets, String reason) {
        PeerExtensions peer = of("mx", line);
        assertThat(peer.offers(Keyword.SIZE)).as(reason).isTrue();
        assertThat(peer.maxSize()).isEqualTo(octets < 0 ? OptionalLong.empty() : OptionalLong.of(octets));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "LIMITS RCPTMAX=1, 1",
        "LIMITS rcptmax=7 X=Y, 7",
        "LIMITS RCPTMAX=999999, 999999",
        "LIMITS RCPTMAX=0, 0",
        "LIMITS RCPTMAX=1000000, 0",
        "LIMITS RCPTMAX=, 0",
        "LIMITS RCPTMAX, 0",
        "LIMITS, 0",
    })
    void readsLimitsAndPassesOverNonsense(String line, int most) {
        assertThat(of("mx", line).limits().recipients())
                .isEqualTo(most == 0 ? OptionalInt.empty() : OptionalInt.of(most));
    }

    @Test
    void bearsEmptyLines() {
        assertThat(of("mx", "", " ", "DSN").offered()).containsExactly(Keyword.DSN);
    }
}
