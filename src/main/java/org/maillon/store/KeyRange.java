package org.maillon.store;

import java.util.Arrays;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/** Keys from {@code from} (inclusive) to {@code to} (exclusive; empty: to the partition's end). */
public record KeyRange(Bytes from, Optional<Bytes> to) {
    public static KeyRange all() {
        return new KeyRange(Bytes.EMPTY, Optional.empty());
    }

    public static KeyRange between(Bytes from, Bytes to) {
        return new KeyRange(from, Optional.of(to));
    }

    /** Every key that begins with {@code prefix}. */
    public static KeyRange prefix(Bytes prefix) {
        byte[] next = prefix.toArray();
        for (int i = next.length - 1; i >= 0; i--) {
            if (next[i] != (byte) 0xFF) {
                next[i]++;
                return new KeyRange(prefix, Optional.of(Bytes.wrap(Arrays.copyOf(next, i + 1))));
            }
        }
        return new KeyRange(prefix, Optional.empty());
    }

    /** The same range, without what stands at or before {@code key}: to go on after a scan's last row. */
    public KeyRange after(Bytes key) {
        return new KeyRange(key.plus(Bytes.wrap(new byte[1])), to);
    }

    public boolean contains(Bytes key) {
        return key.compareTo(from) >= 0 && (to.isEmpty() || key.compareTo(to.get()) < 0);
    }
}
