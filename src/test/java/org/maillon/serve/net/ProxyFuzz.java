package org.maillon.serve.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** What a balancer puts in front, in both forms: a header is read once it is whole, and never otherwise. */
public final class ProxyFuzz {
    private ProxyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws UnknownHostException {
        anything(input);
        written(new Octets(input));
    }

    /** With each octet more it is waited for, until it is read or refused; then what follows changes nothing. */
    private static void anything(byte[] input) {
        byte[] buffer = new byte[input.length + 8];
        System.arraycopy(input, 0, buffer, 5, input.length);
        Optional<ProxyHeader.Outcome> decided = Optional.empty();
        int step = input.length > 300 ? 17 : 1;
        for (int length = 0; length <= input.length; length += step) {
            ProxyHeader.Outcome outcome = ProxyHeader.read(buffer, 5, 5 + length);
            switch (outcome) {
                case ProxyHeader.Outcome.MoreNeeded _ -> {
                    Claim.that(decided.isEmpty(), "decided, and then more was needed");
                    Claim.that(length < ProxyHeader.LONGEST, "%d octets, and more is needed", length);
                }
                case ProxyHeader.Outcome.Bad bad -> {
                    Claim.that(!bad.why().isBlank(), "no reason");
                    Claim.that(
                            decided.stream().allMatch(ProxyHeader.Outcome.Bad.class::isInstance), "read, then refused");
                    decided = Optional.of(outcome);
                }
                case ProxyHeader.Outcome.Read read -> {
                    Claim.that(read.length() <= length, "read beyond what there is");
                    Claim.that(decided.isEmpty() || decided.get().equals(read), "%s and then %s", decided, read);
                    read.client().ifPresent(client -> Claim.that(!client.isUnresolved(), "a name: %s", client));
                    decided = Optional.of(outcome);
                }
            }
        }
    }

    /** A good header is read as what was written into it. */
    private static void written(Octets octets) throws UnknownHostException {
        boolean six = octets.flag();
        InetAddress client = InetAddress.getByAddress(padded(octets.take(six ? 16 : 4), six ? 16 : 4));
        int port = octets.next() << 8 | octets.next();
        InetSocketAddress wanted = new InetSocketAddress(client, port);
        six = client.getAddress().length == 16; // an IPv4 address in IPv6's clothes is IPv4 to Java
        String text = "PROXY " + (six ? "TCP6 " : "TCP4 ") + client.getHostAddress() + (six ? " ::1 " : " 127.0.0.1 ")
                + port + " 25\r\n";
        expect(text.getBytes(StandardCharsets.US_ASCII), wanted);

        byte[] tail = octets.take(40);
        int address = six ? 16 : 4;
        byte[] binary = new byte[16 + 2 * address + 4 + tail.length];
        byte[] signature = Octets.latin("\r\n\r\n\0\r\nQUIT\n!");
        System.arraycopy(signature, 0, binary, 0, 13);
        binary[13] = (byte) (six ? 0x21 : 0x11);
        binary[14] = (byte) (binary.length - 16 >>> 8);
        binary[15] = (byte) (binary.length - 16);
        System.arraycopy(client.getAddress(), 0, binary, 16, address);
        binary[16 + 2 * address] = (byte) (port >>> 8);
        binary[16 + 2 * address + 1] = (byte) port;
        System.arraycopy(tail, 0, binary, 16 + 2 * address + 4, tail.length);
        expect(binary, wanted);
    }

    private static void expect(byte[] header, InetSocketAddress client) {
        Claim.same(
                ProxyHeader.read(header, 0, header.length),
                new ProxyHeader.Outcome.Read(Optional.of(client), header.length),
                "a header as balancers write it");
    }

    private static byte[] padded(byte[] octets, int length) {
        return java.util.Arrays.copyOf(octets, length);
    }
}
