package org.maillon.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** A range of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3): {@code 192.0.2.0/24}, {@code ::1}. */
public final class Network {
    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] octets = literal(text, slash < 0 ? text : text.substring(0, slash));
        int most = octets.length * 8;
        int bits = slash < 0 ? most : length(text, text.substring(slash + 1), most);
        Network network = new Network(octets, bits);
        for (int bit = bits; bit < most; bit++) {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' has bits set behind its first " + bits + ": write the network's own address");
            }
        }
        return network;
    }

    /**
     * In words whom an address stands for where somebody's share is counted: itself, by IPv6 its /64, which is one
     * network's to give out (RFC 4291 §2.5.4).
     */
    public static String neighbourhood(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        Arrays.fill(octets, 8, octets.length, (byte) 0);
        return new Network(octets, 64).toString();
    }

    /** The network of so many bits that an address is in. */
    public static Network around(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        for (int bit = bits; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new Network(octets, bits);
    }

    private static byte[] literal(String whole, String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("'" + whole
                    + "' is not a network; write an address or a range such as 192.0.2.0/24 or 2001:db8::/32");
        }
    }

    private static int length(String whole, String text, int most) {
        try {
            int bits = Integer.parseInt(text);
            if (bits >= 0 && bits <= most) {
                return bits;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "'" + whole + "': the length behind the slash is a number from 0 to " + most);
    }

    public boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(octets, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((octets[whole] ^ prefix[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
    }

    @Override
    public String toString() {
        try {
            InetAddress address = InetAddress.getByAddress(prefix);
            boolean single = bits == prefix.length * 8;
            String text = address.getHostAddress();
            int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
            return (zone < 0 ? text : text.substring(0, zone)) + (single ? "" : "/" + bits);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 octets by construction
        }
    }
}
