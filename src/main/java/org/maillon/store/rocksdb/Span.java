package org.maillon.store.rocksdb;

import java.util.Arrays;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;

/**
 * A stretch of native keys: {@code from} inclusive, {@code to} exclusive.
 *
 * @param prefix leading octets of each key that are the engine's, not the row's
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight into native calls and is never compared
record Span(byte[] from, byte[] to, int prefix) {
    static Span of(Partition partition, KeyRange range) {
        return new Span(Keys.from(partition, range), Keys.to(partition, range), Keys.prefix(partition).length);
    }

    boolean isEmpty() {
        return Arrays.compareUnsigned(from, to) >= 0;
    }
}
