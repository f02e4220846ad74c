package org.maillon.queue;

import org.jspecify.annotations.Nullable;

/** A lane's destinations by name: open addressing, as in {@link MailTable}. */
final class TargetTable {
    private @Nullable Target[] slots = new @Nullable Target[16];
    private int size;

    int size() {
        return size;
    }

    /** The one of that name, which is added where there is none. */
    Target of(Destination destination) {
        int hash = destination.key().hashCode();
        int at = home(slots.length, hash);
        for (Target target = slots[at]; target != null; target = slots[at]) {
            if (target.names(destination)) {
                return target;
            }
            at = (at + 1) & (slots.length - 1);
        }
        Target target = new Target(destination);
        if ((size + 1) * 4L > slots.length * 3L) {
            grow();
        }
        put(slots, target);
        size++;
        return target;
    }

    void remove(Target target) {
        int mask = slots.length - 1;
        int at = home(slots.length, target.hash);
        while (slots[at] != target) {
            if (slots[at] == null) {
                return;
            }
            at = (at + 1) & mask;
        }
        slots[at] = null;
        size--;
        closeGap(at);
    }

    /** What stood behind the gap moves up, so that no search ends early. */
    private void closeGap(int from) {
        int mask = slots.length - 1;
        int gap = from;
        for (int at = (from + 1) & mask; ; at = (at + 1) & mask) {
            Target target = slots[at];
            if (target == null) {
                return;
            }
            int home = home(slots.length, target.hash);
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                slots[gap] = target;
                slots[at] = null;
                gap = at;
            }
        }
    }

    private void grow() {
        @Nullable Target[] wider = new @Nullable Target[slots.length * 2];
        for (Target target : slots) {
            if (target != null) {
                put(wider, target);
            }
        }
        slots = wider;
    }

    private static void put(@Nullable Target[] slots, Target target) {
        int at = home(slots.length, target.hash);
        while (slots[at] != null) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = target;
    }

    private static int home(int length, int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ (mixed >>> 15)) & (length - 1);
    }
}
