package org.maillon.trust.srs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

class SrsTest {
    private static final Domain.Name OURS = new Domain.Name("ours.example");
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private Instant now = START;
    private final Srs srs = srs("key one");

    private Srs srs(String key) {
        return new Srs(Secret.utf8(key), () -> now, Settings.read(SrsSettings.class, Map.of()));
    }

    private static Address address(String text) {
        return Address.parse(text).asOptional().orElseThrow();
    }

    private String written(String sender) {
        return srs.rewritten(address(sender), OURS).orElseThrow().localPart();
    }

    @Test
    void findsItsWayBack() {
        Address rewritten = srs.rewritten(address("ada=x@example.org"), OURS).orElseThrow();
        assertThat(rewritten.toString()).matches("SRS0=[A-Z2-7]{6}=[A-Z2-7]{2}=example\\.org=ada=x@ours\\.example");
        assertThat(srs.read(rewritten.localPart())).isEqualTo(new Srs.Back.To(address("ada=x@example.org")));
    }

    @Test
    void theCaseOfLettersDoesNotMatter() {
        assertThat(srs.read(written("Ada@example.org").toLowerCase(Locale.ROOT)))
                .isEqualTo(new Srs.Back.To(address("ada@example.org")));
    }

    @Test
    void whatAForwarderWroteKeepsTheWayBackToThatForwarder() {
        String first = "SRS0=HHHH=TT=example.org=ada@forwarder.example";
        String second = written(first);
        assertThat(second).matches("SRS1=[A-Z2-7]{6}=forwarder\\.example==HHHH=TT=example\\.org=ada");
        assertThat(srs.read(second)).isEqualTo(new Srs.Back.To(address(first)));
        String third = written(second + "@other.example");
        assertThat(srs.read(third)).isEqualTo(new Srs.Back.To(address(first)));
    }

    @Test
    void othersSeparatorsAreKept() {
        String first = "SRS0+HHHH=TT=example.org=ada@forwarder.example";
        assertThat(srs.read(written(first))).isEqualTo(new Srs.Back.To(address(first)));
    }

    @Test
    void forgedOnesAreRefused() {
        String good = written("ada@example.org");
        for (String forged : new String[] {
            good.replace("=ada", "=bob"),
            good.replace("example.org", "example.net"),
            "SRS0=AAAAAA" + good.substring(11),
            "SRS0=" + good.substring(12),
            "SRS0=AAAAAA",
            "SRS0==",
            "SRS1=AAAAAA=forwarder.example==HHHH=TT=example.org=ada",
            "SRS1=AAAA"
        }) {
            assertThat(srs.read(forged)).as(forged).isInstanceOf(Srs.Back.Refused.class);
            assertThat(srs("key two").read(good)).isInstanceOf(Srs.Back.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 22})
    void isGoodForSoManyDays(int days) {
        String written = written("ada@example.org");
        now = START.plus(Duration.ofDays(days));
        assertThat(srs.read(written) instanceof Srs.Back.To).isEqualTo(days <= 21);
    }

    @Test
    void otherAddressesAreNoneOfIts() {
        for (String other : new String[] {"ada", "SRS0", "SRS0=", "SRSX=a", "srs2=a=b=c=d"}) {
            assertThat(srs.read(other)).isEqualTo(new Srs.Back.NotRewritten());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 102})
    void isNotWrittenWhereItWouldBeTooLong(int length) {
        // SRS0=, six letters, a day, example.org and three separators more leave room for 101 octets of 128
        assertThat(srs.rewritten(address("a".repeat(length) + "@example.org"), OURS)
                        .isPresent())
                .isEqualTo(length <= 101);
    }
}
