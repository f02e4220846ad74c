package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
    private static Bytes hex(String text) {
        return Bytes.wrap(HexFormat.of().parseHex(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 00, the empty string comes first",
        "00, 01, by the first octet",
        "7f, 80, unsigned",
        "01, 0100, a prefix before what it begins",
        "01ff, 02, by the first difference and not by length",
        "fe, ff, the highest octet last",
    })
    void areOrderedAsUnsignedOctets(String less, String more, String why) {
        assertThat(hex(less)).as(why).isLessThan(hex(more));
        assertThat(hex(more)).as(why).isGreaterThan(hex(less));
    }

    @Test
    void areEqualByTheirOctets() {
        assertThat(hex("0102")).isEqualTo(hex("0102")).hasSameHashCodeAs(hex("0102"));
        assertThat(hex("0102")).isNotEqualTo(hex("0103")).isNotEqualByComparingTo(hex("01"));
    }

    @Test
    void doNotFollowTheArrayTheyWereCopiedFrom() {
        byte[] octets = {1, 2};
        Bytes bytes = Bytes.copyOf(octets);
        octets[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes).isEqualTo(hex("0102"));
    }

    @Test
    void joinAndCut() {
        assertThat(hex("01").plus(hex("0203"))).isEqualTo(hex("010203"));
        assertThat(hex("010203").slice(1, 2)).isEqualTo(hex("02"));
        assertThat(hex("010203").slice(3, 3)).isEqualTo(Bytes.EMPTY);
        assertThat(hex("0102").length()).isEqualTo(2);
        assertThat(hex("01ff").at(1)).isEqualTo((byte) 0xFF);
    }

    @Test
    void knowTheirBeginnings() {
        assertThat(hex("0102").startsWith(Bytes.EMPTY)).isTrue();
        assertThat(hex("0102").startsWith(hex("0102"))).isTrue();
        assertThat(hex("0102").startsWith(hex("02"))).isFalse();
        assertThat(hex("01").startsWith(hex("0102"))).isFalse();
    }

    @Test
    void areTextAndHexadecimal() {
        assertThat(Bytes.utf8("é€").asUtf8()).isEqualTo("é€");
        assertThat(Bytes.utf8("é")).hasToString("c3a9");
    }
}
