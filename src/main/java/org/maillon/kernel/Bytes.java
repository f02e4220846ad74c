package org.maillon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of octets, ordered as unsigned numbers: keys and small values. The array is never handed out. */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    public static Bytes copyOf(byte[] octets) {
        return new Bytes(octets.clone());
    }

    /** Takes the array over; the caller must not write to it any more. */
    public static Bytes wrap(byte[] octets) {
        return new Bytes(octets);
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return octets.length;
    }

    public byte at(int index) {
        return octets[index];
    }

    public byte[] toArray() {
        return octets.clone();
    }

    /** The octets without a copy, for readers that only read: engines and decoders. */
    public byte[] shared() {
        return octets;
    }

    public String asUtf8() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    public Bytes plus(Bytes tail) {
        byte[] joined = Arrays.copyOf(octets, octets.length + tail.octets.length);
        System.arraycopy(tail.octets, 0, joined, octets.length, tail.octets.length);
        return new Bytes(joined);
    }

    public Bytes slice(int from, int to) {
        return new Bytes(Arrays.copyOfRange(octets, from, to));
    }

    public boolean startsWith(Bytes prefix) {
        return octets.length >= prefix.octets.length
                && Arrays.equals(octets, 0, prefix.octets.length, prefix.octets, 0, prefix.octets.length);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
