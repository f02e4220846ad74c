package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetSearchTest {
    /** Each octet at each place among octets that are next to the bounds, with every beginning and end. */
    @Test
    void findsWhatALoopOverEachOctetFinds() {
        Random random = new Random(3);
        byte[] likely = {0, 9, 10, 13, 14, 32, 65, 127, (byte) 128, (byte) 141, (byte) 255};
        for (int run = 0; run < 20_000; run++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = random.nextInt(4) == 0 ? likely[random.nextInt(likely.length)] : 64;
            }
            int from = random.nextInt(octets.length + 1);
            int to = random.nextInt(from, octets.length + 1);
            assertThat(OctetSearch.highBit(octets, from, to)).isEqualTo(firstBetween(128, 256, octets, from, to));
            assertThat(OctetSearch.below(14, octets, from, to)).isEqualTo(firstBetween(0, 14, octets, from, to));
            assertThat(OctetSearch.below(128, octets, from, to)).isEqualTo(firstBetween(0, 128, octets, from, to));
            assertThat(OctetSearch.below(1, octets, from, to)).isEqualTo(firstBetween(0, 1, octets, from, to));
        }
    }

    private static int firstBetween(int least, int beyond, byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xFF;
            if (octet >= least && octet < beyond) {
                return i;
            }
        }
        return to;
    }
}
