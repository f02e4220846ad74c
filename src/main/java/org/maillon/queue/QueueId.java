package org.maillon.queue;

import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/**
 * Names a message from its {@code 250} to its last trace line: 80 bits, written as 16 characters of Crockford's base 32.
 * Ids sort by the time they were given; the shard is part of the id, so that whoever has the id finds the rows.
 *
 * @param timeAndShard milliseconds since 1970 (42 bits), then the shard (6 bits)
 * @param serial random at first, then counted up within a millisecond
 */
public record QueueId(long timeAndShard, int serial) implements Comparable<QueueId> {
    public static final int SHARDS = 64;

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 16;
    private static final int OCTETS = 10;

    public static QueueId of(long epochMillis, int shard, int serial) {
        return new QueueId((epochMillis << 6) | shard, serial);
    }

    public int shard() {
        return (int) (timeAndShard & (SHARDS - 1));
    }

    public long epochMillis() {
        return timeAndShard >>> 6;
    }

    /** Ten octets that sort as the ids do. */
    public Bytes toBytes() {
        return new ByteWriter(OCTETS)
                .octet((int) (timeAndShard >>> 40))
                .octet((int) (timeAndShard >>> 32))
                .int32((int) timeAndShard)
                .int32(serial)
                .toBytes();
    }

    public static QueueId read(ByteReader in) {
        long high = ((long) in.octet() << 40) | ((long) in.octet() << 32) | (in.int32() & 0xFFFF_FFFFL);
        return new QueueId(high, in.int32());
    }

    /** Reads what {@link #toString} wrote; letters of either case. */
    public static QueueId parse(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException("a queue id has " + LENGTH + " characters: '" + text + "'");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0) {
                throw new IllegalArgumentException("'" + text.charAt(i) + "' stands in no queue id: '" + text + "'");
            }
            high = (high << 5) | (low >>> 27);
            low = ((low << 5) & 0xFFFF_FFFFL) | digit;
        }
        return new QueueId(high & 0xFFFF_FFFF_FFFFL, (int) low);
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long high = timeAndShard;
        long low = serial & 0xFFFF_FFFFL;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> 5) | ((high & 31) << 27);
            high >>>= 5;
        }
        return new String(text);
    }

    @Override
    public int compareTo(QueueId other) {
        int byTime = Long.compareUnsigned(timeAndShard, other.timeAndShard);
        return byTime != 0 ? byTime : Integer.compareUnsigned(serial, other.serial);
    }
}
