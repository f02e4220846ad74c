package org.maillon.wire.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What stands between the brackets of an address literal. RFC 5321 §4.1.3. */
final class AddressLiteral {
    private static final String TAG = "ipv6:";
    private static final int GROUPS = 8;

    private final byte[] in;
    private final int end;
    private int at;

    private final byte[] address = new byte[16];
    private int filled;
    private int gap = -1;

    private AddressLiteral(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    static Parsed<Domain.Literal> read(byte[] in, int from, int end) {
        AddressLiteral literal = new AddressLiteral(in, from, end);
        if (literal.tagged()) {
            return literal.ipv6()
                    ? literal.valid(16)
                    : literal.bad("this is no IPv6 address, such as [IPv6:2001:db8::1]");
        } else if (from < end && (in[from] < '0' || in[from] > '9')) {
            // General-address-literal: no tag but IPv6 was ever standardized.
            return literal.bad("only [192.0.2.1] and [IPv6:2001:db8::1] are known forms of address literals");
        }
        return literal.ipv4() && literal.at == end
                ? literal.valid(4)
                : literal.bad("this is no IPv4 address, such as [192.0.2.1]");
    }

    private Parsed<Domain.Literal> valid(int length) {
        byte[] octets = new byte[length];
        System.arraycopy(address, 0, octets, 0, length);
        try {
            return new Parsed.Valid<>(new Domain.Literal(InetAddress.getByAddress(octets)), end);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 octets: never
        }
    }

    private Parsed<Domain.Literal> bad(String why) {
        return new Parsed.Invalid<>(at, why);
    }

    private boolean tagged() {
        if (end - at < TAG.length()) {
            return false;
        }
        for (int i = 0; i < TAG.length(); i++) {
            if ((in[at + i] | 0x20) != (TAG.charAt(i) | 0x20)) {
                return false;
            }
        }
        at += TAG.length();
        return true;
    }

    /** IPv4-address-literal = Snum 3("." Snum) */
    private boolean ipv4() {
        for (int i = 0; i < 4; i++) {
            if (i > 0 && (at >= end || in[at++] != '.') || !snum()) {
                return false;
            }
        }
        return true;
    }

    /** Snum = 1*3DIGIT, at most 255 */
    private boolean snum() {
        int start = at;
        int value = 0;
        while (at < end && at - start < 3 && in[at] >= '0' && in[at] <= '9') {
            value = value * 10 + in[at++] - '0';
        }
        if (at == start || value > 255) {
            return false;
        }
        address[filled++] = (byte) value;
        return true;
    }

    /** IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp */
    private boolean ipv6() {
        if (at + 1 < end && in[at] == ':' && in[at + 1] == ':') {
            doubleColon();
        }
        while (at < end) {
            if (filled == 2 * GROUPS || !groupOrIpv4()) {
                return false;
            } else if (at < end && !separator()) {
                return false;
            }
        }
        return gap >= 0 ? closeGap() : filled == 2 * GROUPS;
    }

    private void doubleColon() {
        gap = filled;
        at += 2;
    }

    private boolean separator() {
        if (in[at] != ':' || at + 1 == end) {
            return false;
        } else if (in[at + 1] != ':') {
            at++;
            return true;
        } else if (gap >= 0) {
            return false;
        }
        doubleColon();
        return true;
    }

    private boolean groupOrIpv4() {
        int start = at;
        int value = 0;
        while (at < end && at - start < 4 && Character.digit(in[at], 16) >= 0) {
            value = value << 4 | Character.digit(in[at++], 16);
        }
        if (at < end && in[at] == '.' && filled <= 12) {
            at = start;
            return ipv4() && at == end;
        }
        address[filled++] = (byte) (value >> 8);
        address[filled++] = (byte) value;
        return at > start;
    }

    private boolean closeGap() {
        int tail = filled - gap;
        if (filled == address.length) {
            return false;
        }
        System.arraycopy(address.clone(), gap, address, address.length - tail, tail);
        Arrays.fill(address, gap, address.length - tail, (byte) 0);
        return true;
    }
}
