package org.maillon.store.rocksdb;

import java.util.Arrays;

/**
 * The records of a native write batch, in the form in which they also stand in the write-ahead log: a head of twelve
 * octets (sequence number, count; little-endian), then per record its type, column family, key and value. Built here
 * so that a batch costs its caller no native call, and a whole group costs one.
 *
 * <p>The format is RocksDB's public one for {@code WriteBatch(byte[])}; a test reads what we write with RocksDB itself.
 */
final class WriteRecords {
    private static final int HEAD = 12;
    private static final int COUNT_AT = 8;

    private static final byte DELETION = 0x4;
    private static final byte PUT = 0x5;
    private static final byte RANGE_DELETION = 0xE;

    private byte[] octets;
    private int length = HEAD;
    private int count;

    WriteRecords(int capacity) {
        octets = new byte[HEAD + capacity];
    }

    void put(Column column, byte[] key, byte[] value) {
        put(column, key, value, 0, value.length);
    }

    void put(Column column, byte[] key, byte[] value, int from, int size) {
        head(PUT, column, key, size);
        string(value, from, size);
    }

    void delete(Column column, byte[] key) {
        head(DELETION, column, key, 0);
    }

    void deleteRange(Column column, byte[] from, byte[] to) {
        head(RANGE_DELETION, column, from, to.length);
        string(to, 0, to.length);
    }

    void add(WriteRecords other) {
        int more = other.size();
        room(more);
        System.arraycopy(other.octets, HEAD, octets, length, more);
        length += more;
        count += other.count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Octets of the records, without the head. */
    int size() {
        return length - HEAD;
    }

    /** A place to come back to with {@link #truncate}. */
    long mark() {
        return ((long) count << 32) | length;
    }

    void truncate(long mark) {
        length = (int) mark;
        count = (int) (mark >>> 32);
    }

    void clear() {
        length = HEAD;
        count = 0;
    }

    /** The whole batch as RocksDB takes it. */
    byte[] toBatch() {
        for (int i = 0; i < Integer.BYTES; i++) {
            octets[COUNT_AT + i] = (byte) (count >>> (8 * i));
        }
        return Arrays.copyOf(octets, length);
    }

    private void head(byte type, Column column, byte[] key, int more) {
        room(16 + key.length + more);
        octets[length++] = type;
        octets[length++] = (byte) column.id;
        string(key, 0, key.length);
        count++;
    }

    private void string(byte[] value, int from, int size) {
        int rest = size;
        while (rest >= 0x80) {
            octets[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        octets[length++] = (byte) rest;
        System.arraycopy(value, from, octets, length, size);
        length += size;
    }

    private void room(int more) {
        if (more > octets.length - length) {
            octets = Arrays.copyOf(octets, Math.max(Math.addExact(length, more), octets.length * 2));
        }
    }
}
