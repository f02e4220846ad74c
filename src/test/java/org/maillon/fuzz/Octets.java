package org.maillon.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An input of the fuzzer, read from the front: some octets that choose, then what is attacked. At its end it yields zeros. */
public final class Octets {
    private final byte[] all;
    private int at;

    public Octets(byte[] all) {
        this.all = all;
    }

    public int left() {
        return all.length - at;
    }

    /** 0 to 255. */
    public int next() {
        return at < all.length ? all[at++] & 0xFF : 0;
    }

    public boolean flag() {
        return (next() & 1) == 1;
    }

    public int below(int bound) {
        return next() % bound;
    }

    public long number() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    public byte[] take(int most) {
        int to = Math.min(all.length, at + most);
        byte[] taken = Arrays.copyOfRange(all, at, to);
        at = to;
        return taken;
    }

    /** As long as its first octet says. */
    public byte[] piece() {
        return take(next());
    }

    public String text() {
        return new String(piece(), StandardCharsets.UTF_8);
    }

    public byte[] rest() {
        return take(left());
    }

    /** One octet a character, so that octets are searched as strings are. */
    public static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    public static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same octets cut into pieces: 0 leaves them whole, 1 cuts behind each, others at places of their own. */
    public static List<byte[]> split(byte[] octets, int how) {
        List<byte[]> pieces = new ArrayList<>();
        int state = how;
        for (int from = 0; from < octets.length; ) {
            state = state * 1103515245 + 12345;
            int length = how == 0 ? octets.length : how == 1 ? 1 : (state >>> 16) % how + 1;
            int to = Math.min(octets.length, from + length);
            pieces.add(Arrays.copyOfRange(octets, from, to));
            from = to;
        }
        return pieces;
    }
}
