package org.maillon.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what {@link ByteWriter} wrote. A row cut short or too long is damage, said as {@link DamagedRowException}. */
public final class ByteReader {
    /** What a decoder puts where it met no UTF-8. */
    private static final char NO_UTF8 = '\uFFFD';

    private final byte[] octets;
    private final int end;
    private int at;

    public ByteReader(Bytes value) {
        this(value.shared(), 0, value.length());
    }

    private ByteReader(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    /** A row that does not decode: the disk or a newer version wrote something else than we did. */
    public static final class DamagedRowException extends RuntimeException {
        DamagedRowException(String message) {
            super(message);
        }
    }

    public boolean hasMore() {
        return at < end;
    }

    public int octet() {
        need(1);
        return octets[at++] & 0xFF;
    }

    public boolean flag() {
        int octet = octet();
        if (octet > 1) {
            throw new DamagedRowException("a flag of " + octet + " at " + at);
        }
        return octet == 1;
    }

    /** What was read, once nothing is left to read: a row that goes on is damaged, or of another kind. */
    public <T> T whole(T value) {
        if (hasMore()) {
            throw new DamagedRowException((end - at) + " octets stand behind the row's end at " + at);
        }
        return value;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return shortest(value, octet, shift);
            }
        }
        throw new DamagedRowException("a number of more than ten octets at " + at);
    }

    /** A number has one form: no zeros at its end, and no more than 64 bits. */
    private long shortest(long value, int last, int shift) {
        if (last == 0 && shift > 0 || last > 1 && shift == 63) {
            throw new DamagedRowException("a number in a form that nobody writes at " + at);
        }
        return value;
    }

    /** A number that counts or sizes something held in memory. */
    public int count() {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new DamagedRowException("a count of " + value + " at " + at);
        }
        return (int) value;
    }

    public int int32() {
        return (octet() << 24) | (octet() << 16) | (octet() << 8) | octet();
    }

    public long int64() {
        return ((long) int32() << 32) | (int32() & 0xFFFF_FFFFL);
    }

    public Instant instant() {
        return Instant.ofEpochMilli(number());
    }

    public Bytes bytes() {
        return raw(count());
    }

    public Bytes raw(int length) {
        need(length);
        byte[] copy = new byte[length];
        System.arraycopy(octets, at, copy, 0, length);
        at += length;
        return Bytes.wrap(copy);
    }

    public String text() {
        int length = count();
        need(length);
        String value = new String(octets, at, length, StandardCharsets.UTF_8);
        if (value.indexOf(NO_UTF8) >= 0 && !isWrittenAs(value, length)) {
            throw new DamagedRowException("a text that is no UTF-8 at " + at);
        }
        at += length;
        return value;
    }

    public <T> List<T> list(Function<ByteReader, T> item) {
        int size = count();
        need(size); // every item takes an octet or more: a damaged count allocates nothing
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(item.apply(this));
        }
        return List.copyOf(values);
    }

    public <T> Optional<T> optional(Function<ByteReader, T> item) {
        return flag() ? Optional.of(item.apply(this)) : Optional.empty();
    }

    private boolean isWrittenAs(String value, int length) {
        byte[] written = value.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(written, 0, written.length, octets, at, at + length);
    }

    private void need(int more) {
        if (more > end - at) {
            throw new DamagedRowException("the row ends at " + end + ", " + more + " octets wanted at " + at);
        }
    }
}
