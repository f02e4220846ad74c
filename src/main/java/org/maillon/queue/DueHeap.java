package org.maillon.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The timer: a binary heap by due time whose members know their place, so that any can be taken out. Four octets a member. */
final class DueHeap {
    private @Nullable Share[] heap = new @Nullable Share[64];
    private int size;

    /** When the first is due; {@link Long#MAX_VALUE} where there is none. */
    long firstDue() {
        Share first = heap[0];
        return first == null ? Long.MAX_VALUE : first.due;
    }

    void add(Share share) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + (size >> 1));
        }
        rise(size++, share);
    }

    /** Takes the first out if it is due. */
    @Nullable
    Share pollDue(long now) {
        Share first = heap[0];
        if (first == null || first.due > now) {
            return null;
        }
        remove(first);
        return first;
    }

    void remove(Share share) {
        int at = share.heapAt;
        Share last = at(--size);
        heap[size] = null;
        share.heapAt = -1;
        if (last != share) {
            sink(at, last);
            if (at(at) == last) {
                rise(at, last);
            }
        }
    }

    private void rise(int from, Share share) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (at(parent).due <= share.due) {
                break;
            }
            put(at, at(parent));
            at = parent;
        }
        put(at, share);
    }

    private void sink(int from, Share share) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && at(child + 1).due < at(child).due) {
                child++;
            }
            if (share.due <= at(child).due) {
                break;
            }
            put(at, at(child));
            at = child;
        }
        put(at, share);
    }

    private Share at(int index) {
        Share share = heap[index];
        if (share == null) {
            throw new IllegalStateException("the timer has a hole at " + index);
        }
        return share;
    }

    private void put(int at, Share share) {
        heap[at] = share;
        share.heapAt = at;
    }
}
