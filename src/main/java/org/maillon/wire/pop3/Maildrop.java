package org.maillon.wire.pop3;

import java.util.Arrays;

/** What a mailbox held at log-in: a session's numbers stand for these messages until it ends (RFC 1939 §4). Twelve octets a message. */
public final class Maildrop {
    private final long uidValidity;
    private final int[] uids;
    private final long[] sizes;

    private Maildrop(long uidValidity, int[] uids, long[] sizes) {
        this.uidValidity = uidValidity;
        this.uids = uids;
        this.sizes = sizes;
    }

    public static Gathering gather(long uidValidity) {
        return new Gathering(uidValidity);
    }

    /** Takes messages in ascending order of their UIDs. */
    public static final class Gathering {
        private final long uidValidity;
        private int[] uids = new int[16];
        private long[] sizes = new long[16];
        private int count;

        private Gathering(long uidValidity) {
            this.uidValidity = uidValidity;
        }

        public void add(long uid, long size) {
            if (count == uids.length) {
                uids = Arrays.copyOf(uids, count * 2);
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            uids[count] = (int) uid;
            sizes[count++] = size;
        }

        public int count() {
            return count;
        }

        public Maildrop done() {
            return new Maildrop(uidValidity, Arrays.copyOf(uids, count), Arrays.copyOf(sizes, count));
        }
    }

    public int count() {
        return uids.length;
    }

    /** Of message {@code number}, 1 for the first. */
    public long uid(int number) {
        return uids[number - 1] & 0xFFFF_FFFFL;
    }

    public long size(int number) {
        return sizes[number - 1];
    }

    /** Never given to another message, and the same in every session (RFC 1939 §7, UIDL). */
    public String uniqueId(int number) {
        return uidValidity + "." + uid(number);
    }

    long octets() {
        return Arrays.stream(sizes).sum();
    }
}
