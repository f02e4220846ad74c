package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Cuts an operation on many messages into writes of bounded size. */
final class Chunks {
    private Chunks() {}

    /** {@code uids} in ascending order, each once. */
    static List<List<Long>> of(List<Long> uids, int most) {
        List<Long> sorted = List.copyOf(new TreeSet<>(uids));
        List<List<Long>> chunks = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += most) {
            chunks.add(sorted.subList(from, Math.min(sorted.size(), from + most)));
        }
        return chunks;
    }
}
