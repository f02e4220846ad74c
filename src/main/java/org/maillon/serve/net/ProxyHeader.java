package org.maillon.serve.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/** The header a load balancer puts before the client's octets: the PROXY protocol's text form (v1) and binary form (v2). */
final class ProxyHeader {
    /** Enough for v2 with the TLVs that balancers add; v1 is bounded to 107 octets by its specification. */
    static final int LONGEST = 4096;

    private static final int LONGEST_V1 = 107;
    private static final int V2_FIXED = 16;
    private static final byte[] V2_SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] V1_SIGNATURE = {'P', 'R', 'O', 'X', 'Y', ' '};

    /**
     * The client of whom the balancer does not know (v1 UNKNOWN, v2 UNSPEC). To take the balancer itself for it, as the
     * specification has it, would let anybody relay who gets at a balancer among our own networks.
     */
    static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

    private ProxyHeader() {}

    sealed interface Outcome {
        record MoreNeeded() implements Outcome {}

        /** @param client empty where the balancer speaks for itself (v2 LOCAL, a health check) */
        record Read(Optional<InetSocketAddress> client, int length) implements Outcome {}

        record Bad(String why) implements Outcome {}
    }

    static Outcome read(byte[] in, int from, int to) {
        if (beginsAs(V2_SIGNATURE, in, from, to)) {
            return to - from < V2_FIXED ? new Outcome.MoreNeeded() : version2(in, from, to);
        } else if (beginsAs(V1_SIGNATURE, in, from, to)) {
            return version1(in, from, to);
        }
        return new Outcome.Bad("it begins neither as PROXY v1 nor as v2");
    }

    private static boolean beginsAs(byte[] signature, byte[] in, int from, int to) {
        int length = Math.min(signature.length, to - from);
        return Arrays.equals(signature, 0, length, in, from, from + length);
    }

    /** "PROXY" SP ("TCP4" / "TCP6") SP source SP destination SP port SP port CRLF, or "PROXY UNKNOWN" … CRLF */
    private static Outcome version1(byte[] in, int from, int to) {
        int most = Math.min(to, from + LONGEST_V1);
        for (int i = from; i + 1 < most; i++) {
            if (in[i] == '\r' && in[i + 1] == '\n') {
                String line = new String(in, from, i - from, StandardCharsets.US_ASCII);
                return version1(line, i + 2 - from);
            }
        }
        return to - from < LONGEST_V1 ? new Outcome.MoreNeeded() : new Outcome.Bad("its first line does not end");
    }

    private static Outcome version1(String line, int length) {
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return new Outcome.Read(Optional.of(NOBODY), length);
        }
        String[] words = line.split(" ", -1);
        if (words.length != 6) {
            return new Outcome.Bad("v1 has six words, this has " + words.length);
        }
        Optional<InetAddress> source = switch (words[1]) {
            case "TCP4" -> address("[" + words[2] + "]", 4);
            case "TCP6" -> address("[IPv6:" + words[2] + "]", 16);
            default -> Optional.empty();
        };
        int port = port(words[4]);
        if (source.isEmpty() || port < 0) {
            return new Outcome.Bad("v1's source '" + words[2] + "' port '" + words[4] + "' is none of " + words[1]);
        }
        return new Outcome.Read(Optional.of(new InetSocketAddress(source.get(), port)), length);
    }

    private static Optional<InetAddress> address(String literal, int octets) {
        return Domain.parse(literal).asOptional().flatMap(domain -> switch (domain) {
            case Domain.Literal(InetAddress address) ->
                Optional.of(address).filter(a -> octets == 16 || a.getAddress().length == 4);
            case Domain.Name _ -> Optional.empty();
        });
    }

    private static int port(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || i == 5) {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return digits.isEmpty() || value > 65535 ? -1 : value;
    }

    private static Outcome version2(byte[] in, int from, int to) {
        int versionAndCommand = in[from + 12] & 0xFF;
        int length = V2_FIXED + int16(in, from + 14);
        if (versionAndCommand >> 4 != 2) {
            return new Outcome.Bad("the binary form's version is " + (versionAndCommand >> 4) + ", not 2");
        } else if (length > LONGEST) {
            return new Outcome.Bad("it has " + length + " octets, more than " + LONGEST);
        } else if (to - from < length) {
            return new Outcome.MoreNeeded();
        }
        return switch (versionAndCommand & 0xF) {
            case 0 -> new Outcome.Read(Optional.empty(), length); // LOCAL
            case 1 -> proxied(in, from, length);
            default -> new Outcome.Bad("v2 has no command " + (versionAndCommand & 0xF));
        };
    }

    /** The address block: source, destination, source port, destination port. */
    private static Outcome proxied(byte[] in, int from, int length) {
        int family = in[from + 13] & 0xFF;
        int octets = switch (family) {
            case 0x11 -> 4; // TCP over IPv4
            case 0x21 -> 16; // TCP over IPv6
            default -> 0;
        };
        if (family == 0) {
            return new Outcome.Read(Optional.of(NOBODY), length); // UNSPEC
        } else if (octets == 0) {
            return new Outcome.Bad("v2's family " + Integer.toHexString(family) + " is not TCP over IPv4 or IPv6");
        } else if (length < V2_FIXED + 2 * octets + 4) {
            return new Outcome.Bad("v2's address block is cut short");
        }
        byte[] source = Arrays.copyOfRange(in, from + V2_FIXED, from + V2_FIXED + octets);
        int port = int16(in, from + V2_FIXED + 2 * octets);
        try {
            return new Outcome.Read(Optional.of(new InetSocketAddress(InetAddress.getByAddress(source), port)), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 octets: never
        }
    }

    private static int int16(byte[] in, int at) {
        return (in[at] & 0xFF) << 8 | in[at + 1] & 0xFF;
    }
}
