package org.maillon.trust.spf;

import java.net.InetAddress;
import java.util.Arrays;
import org.maillon.kernel.Bytes;

/** Addresses that share their first bits, whatever stands behind those: {@code 192.0.2.77/24} is a range too. */
record AddressRange(Bytes network, int bits) {
    static AddressRange around(InetAddress address, int four, int six) {
        byte[] octets = address.getAddress();
        return new AddressRange(Bytes.wrap(octets), octets.length == 4 ? four : six);
    }

    /** An address of the other family is outside, also where all of this one's are inside (RFC 7208 §5). */
    boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        byte[] mine = network.shared();
        if (octets.length != mine.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(octets, 0, whole, mine, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((octets[whole] ^ mine[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
    }
}
