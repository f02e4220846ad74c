package org.maillon.wire.pop3;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which numbers are marked. Immutable; marking one copies a page of 128 octets and the list of pages. */
final class Marks {
    static final Marks NONE = new Marks(new long[0][], 0);

    private static final int WORDS = 16;
    private static final int BITS = WORDS * Long.SIZE;
    private static final long[] BLANK = new long[WORDS];

    private final long[][] pages;
    private final int count;

    private Marks(long[][] pages, int count) {
        this.pages = pages;
        this.count = count;
    }

    boolean has(int number) {
        int page = number / BITS;
        return page < pages.length && (pages[page][word(number)] & bit(number)) != 0;
    }

    Marks with(int number) {
        if (has(number)) {
            return this;
        }
        int page = number / BITS;
        long[][] more = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        Arrays.fill(more, Math.min(pages.length, more.length), more.length, BLANK);
        more[page] = more[page].clone();
        more[page][word(number)] |= bit(number);
        return new Marks(more, count + 1);
    }

    int count() {
        return count;
    }

    IntStream numbers() {
        return IntStream.range(0, pages.length * BITS).filter(this::has);
    }

    private static int word(int number) {
        return number % BITS / Long.SIZE;
    }

    private static long bit(int number) {
        return 1L << number % Long.SIZE;
    }
}
