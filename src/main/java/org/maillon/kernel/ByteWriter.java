package org.maillon.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes a row's value: variable-length numbers, strings and lists, most significant octet first. {@link ByteReader} reads it. */
public final class ByteWriter {
    private byte[] octets;
    private int length;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        octets = new byte[capacity];
    }

    public ByteWriter octet(int value) {
        room(1);
        octets[length++] = (byte) value;
        return this;
    }

    public ByteWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** Seven bits an octet, low bits first; negative numbers take ten octets. */
    public ByteWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    /** Four octets, ordered as unsigned numbers are: for keys. */
    public ByteWriter int32(int value) {
        return octet(value >>> 24).octet(value >>> 16).octet(value >>> 8).octet(value);
    }

    /** Eight octets, ordered as unsigned numbers are: for keys. */
    public ByteWriter int64(long value) {
        return int32((int) (value >>> 32)).int32((int) value);
    }

    public ByteWriter instant(Instant value) {
        return number(value.toEpochMilli());
    }

    public ByteWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    public ByteWriter raw(Bytes value) {
        return raw(value.shared());
    }

    public ByteWriter bytes(Bytes value) {
        return number(value.length()).raw(value);
    }

    public ByteWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    public <T> ByteWriter list(List<T> values, BiConsumer<ByteWriter, T> item) {
        number(values.size());
        for (T value : values) {
            item.accept(this, value);
        }
        return this;
    }

    public <T> ByteWriter optional(Optional<T> value, BiConsumer<ByteWriter, T> item) {
        flag(value.isPresent());
        value.ifPresent(present -> item.accept(this, present));
        return this;
    }

    public Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(octets, length));
    }

    private void room(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
