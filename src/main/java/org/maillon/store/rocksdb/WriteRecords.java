package org.maillon.store.rocksdb;

import java.util.Arrays;

/**
 * The records of a native write batch, in the form in which they also stand in the write-ahead log: a head of twelve
 * octets (sequence number, count; little-endian), then per record its type, column family, key and value. Built here
 * so that a batch costs its caller no native call, and a whole group costs one.
 *
 * <p>The format is RocksDB's public one for {@code WriteBatch(byte[])}; a test reads what we write with RocksDB itself.
 *
 * <p>The records go out in the order of their keys: a memtable finds the place of a key fast when it lies behind the one
 * before. What is said twice of one key keeps its order, and so does everything where a range is deleted.
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

    /** Where each record begins. */
    private int[] starts = new int[8];

    private boolean deletesRanges;

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
        deletesRanges = true;
    }

    void add(WriteRecords other) {
        int more = other.size();
        room(more);
        System.arraycopy(other.octets, HEAD, octets, length, more);
        startsRoom(other.count);
        for (int i = 0; i < other.count; i++) {
            starts[count + i] = other.starts[i] + length - HEAD;
        }
        length += more;
        count += other.count;
        deletesRanges |= other.deletesRanges;
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
        deletesRanges = false;
    }

    /** The whole batch as RocksDB takes it. */
    byte[] toBatch() {
        byte[] batch = deletesRanges ? Arrays.copyOf(octets, length) : inOrder();
        for (int i = 0; i < Integer.BYTES; i++) {
            batch[COUNT_AT + i] = (byte) (count >>> (8 * i));
        }
        return batch;
    }

    private byte[] inOrder() {
        byte[] batch = new byte[length];
        int at = HEAD;
        for (Place record : sorted()) {
            System.arraycopy(octets, record.start, batch, at, record.end - record.start);
            at += record.end - record.start;
        }
        return batch;
    }

    /** Where a record lies, and its key. */
    private record Place(int start, int key, int keyEnd, int end) {}

    private Place[] sorted() {
        Place[] records = new Place[count];
        for (int i = 0; i < count; i++) {
            records[i] = record(starts[i], i + 1 < count ? starts[i + 1] : length);
        }
        Arrays.sort(records, this::compare); // stable
        return records;
    }

    private Place record(int start, int end) {
        int at = start + 2;
        int size = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = octets[at++];
            size |= (part & 0x7F) << shift;
            if (part >= 0) {
                return new Place(start, at, at + size, end);
            }
        }
    }

    private int compare(Place a, Place b) {
        int byColumn = octets[a.start + 1] - octets[b.start + 1];
        return byColumn != 0 ? byColumn : Arrays.compareUnsigned(octets, a.key, a.keyEnd, octets, b.key, b.keyEnd);
    }

    private void head(byte type, Column column, byte[] key, int more) {
        room(16 + key.length + more);
        startsRoom(1);
        starts[count] = length;
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

    private void startsRoom(int more) {
        if (count + more > starts.length) {
            starts = Arrays.copyOf(starts, Math.max(count + more, 2 * starts.length));
        }
    }
}
