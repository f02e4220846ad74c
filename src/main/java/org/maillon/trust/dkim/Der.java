package org.maillon.trust.dkim;

import org.maillon.kernel.ByteWriter;

/** As much of DER as a public key needs. */
final class Der {
    private Der() {}

    /** Where the content of the first element begins. */
    static int contentAt(byte[] octets) {
        if (octets.length < 2) {
            return octets.length;
        }
        int length = octets[1] & 0xFF;
        return length < 0x80 ? 2 : 2 + (length & 0x7F);
    }

    /** SubjectPublicKeyInfo = SEQUENCE { algorithm, BIT STRING }. RFC 5280 §4.1. */
    static byte[] info(byte[] algorithm, byte[] key) {
        byte[] unpadded = new byte[key.length + 1];
        System.arraycopy(key, 0, unpadded, 1, key.length); // the first octet: no unused bits
        byte[] bits = element(0x03, unpadded);
        byte[] both = new ByteWriter().raw(algorithm).raw(bits).toBytes().toArray();
        return element(0x30, both);
    }

    private static byte[] element(int tag, byte[] content) {
        ByteWriter out = new ByteWriter(content.length + 4).octet(tag);
        if (content.length < 0x80) {
            out.octet(content.length);
        } else if (content.length < 0x100) {
            out.octet(0x81).octet(content.length);
        } else {
            out.octet(0x82).octet(content.length >>> 8).octet(content.length);
        }
        return out.raw(content).toBytes().toArray();
    }
}
