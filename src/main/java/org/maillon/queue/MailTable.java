package org.maillon.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queued messages by id: open addressing, so that a message costs a few octets here and not a map's node and key. */
final class MailTable {
    private @Nullable Mail[] slots = new @Nullable Mail[64];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Mail get(QueueId id) {
        return slots[slot(slots, id.timeAndShard(), id.serial())];
    }

    /** An id that is there already is not put again. */
    void put(Mail mail) {
        if ((size + 1) * 4L > slots.length * 3L) {
            grow();
        }
        int at = slot(slots, mail.timeAndShard, mail.serial);
        if (slots[at] == null) {
            slots[at] = mail;
            size++;
        }
    }

    void remove(Mail mail) {
        int at = slot(slots, mail.timeAndShard, mail.serial);
        if (slots[at] == null) {
            return;
        }
        slots[at] = null;
        size--;
        closeGap(at);
    }

    void forEach(Consumer<Mail> action) {
        for (Mail mail : slots) {
            if (mail != null) {
                action.accept(mail);
            }
        }
    }

    /** What stood behind the gap moves up, so that no search ends early. */
    private void closeGap(int from) {
        int mask = slots.length - 1;
        int gap = from;
        for (int at = (from + 1) & mask; ; at = (at + 1) & mask) {
            Mail mail = slots[at];
            if (mail == null) {
                return;
            }
            int home = home(slots.length, mail.timeAndShard, mail.serial);
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                slots[gap] = mail;
                slots[at] = null;
                gap = at;
            }
        }
    }

    private void grow() {
        @Nullable Mail[] wider = new @Nullable Mail[slots.length * 2];
        for (Mail mail : slots) {
            if (mail != null) {
                wider[slot(wider, mail.timeAndShard, mail.serial)] = mail;
            }
        }
        slots = wider;
    }

    private static int slot(@Nullable Mail[] slots, long timeAndShard, int serial) {
        int at = home(slots.length, timeAndShard, serial);
        for (Mail mail = slots[at]; mail != null; mail = slots[at]) {
            if (mail.timeAndShard == timeAndShard && mail.serial == serial) {
                return at;
            }
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    private static int home(int length, long timeAndShard, int serial) {
        long mixed = (timeAndShard * 0x9E3779B97F4A7C15L) ^ (serial * 0xC2B2AE3D27D4EB4FL);
        return (int) ((mixed ^ (mixed >>> 29)) >>> 7) & (length - 1);
    }
}
