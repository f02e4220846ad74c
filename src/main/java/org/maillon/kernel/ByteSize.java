package org.maillon.kernel;

/** A number of octets. Written with a binary unit: {@code 512}, {@code 64KiB}, {@code 50MiB}, {@code 2GiB}. */
public record ByteSize(long octets) implements Comparable<ByteSize> {
    public ByteSize {
        if (octets < 0) {
            throw new IllegalArgumentException("a size is not negative: " + octets);
        }
    }

    private enum Unit {
        GiB(1L << 30),
        MiB(1L << 20),
        KiB(1L << 10),
        B(1);

        final long factor;

        Unit(long factor) {
            this.factor = factor;
        }
    }

    public static ByteSize parse(String text) {
        for (Unit unit : Unit.values()) {
            if (text.endsWith(unit.name())) {
                return times(text.substring(0, text.length() - unit.name().length()), unit.factor, text);
            }
        }
        return times(text, 1, text);
    }

    private static ByteSize times(String digits, long factor, String whole) {
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(digits), factor));
        } catch (ArithmeticException | IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is not a size; write a whole number with B, KiB, MiB or GiB, such as 50MiB");
        }
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(octets, other.octets);
    }

    @Override
    public String toString() {
        for (Unit unit : Unit.values()) {
            if (unit != Unit.B && octets != 0 && octets % unit.factor == 0) {
                return octets / unit.factor + unit.name();
            }
        }
        return octets + "B";
    }
}
