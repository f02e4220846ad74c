package org.maillon.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through octets eight at a time: of what each octet of a message passes, this is all that costs. */
public final class OctetSearch {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    private OctetSearch() {}

    /** Where the first octet of 128 or more is; {@code to}: there is none. */
    public static int highBit(byte[] octets, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) EIGHT.get(octets, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && octets[at] >= 0) {
            at++;
        }
        return at;
    }

    /**
     * Where the first octet below {@code bound} is, or {@code to}.
     *
     * @param bound 1 to 128
     */
    public static int below(int bound, byte[] octets, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && !hasBelow(bound, (long) EIGHT.get(octets, at))) {
            at += Long.BYTES;
        }
        while (at < to && (octets[at] & 0xFF) >= bound) {
            at++;
        }
        return at;
    }

    /** A borrow into the highest bit of an octet that did not have it set: that octet, or one before it, is too small. */
    private static boolean hasBelow(int bound, long eight) {
        return ((eight - bound * ONES) & ~eight & HIGH_BITS) != 0;
    }
}
