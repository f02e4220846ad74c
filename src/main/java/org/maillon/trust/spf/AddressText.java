package org.maillon.trust.spf;

import java.net.InetAddress;

/** An address as macros show it. RFC 7208 §7.3. */
final class AddressText {
    private AddressText() {}

    /** What {@code %{i}} is: an IPv6 address as 32 nibbles with dots between them. */
    static String dotted(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        StringBuilder nibbles = new StringBuilder(64);
        for (byte octet : octets) {
            nibbles.append(nibble(octet >> 4)).append('.').append(nibble(octet)).append('.');
        }
        return nibbles.substring(0, nibbles.length() - 1);
    }

    private static char nibble(int value) {
        return "0123456789ABCDEF".charAt(value & 0xF);
    }

    /** What {@code %{c}} is: an IPv6 address as people write it (RFC 5952 §4). */
    static String readable(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (octets[2 * i] & 0xFF) << 8 | octets[2 * i + 1] & 0xFF;
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int zeros = zerosAt(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length < 2 ? joined(groups, 0, 8) : joined(groups, 0, start) + "::" + joined(groups, start + length, 8);
    }

    private static int zerosAt(int[] groups, int from) {
        int at = from;
        while (at < groups.length && groups[at] == 0) {
            at++;
        }
        return at - from;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
