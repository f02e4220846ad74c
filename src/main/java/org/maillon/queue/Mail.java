package org.maillon.queue;

import org.jspecify.annotations.Nullable;
import org.maillon.wire.smtp.Wishes;

/**
 * A queued message as memory knows it: 40 octets, for there may be a million. Its envelope is in the store.
 * The id's parts are fields, the time of arrival is in the id.
 */
final class Mail {
    final long timeAndShard;
    final int serial;
    final Turn turn;

    /** Recipients that have come to no end yet. */
    int open;

    /** Its shares, linked by {@link Share#sibling}. */
    @Nullable
    Share shares;

    boolean held;

    /** How often the clock had been set when it came: {@link Eras}. */
    final byte era;

    /** An attempt was made since we run. */
    boolean tried;

    /** Whether there are rows besides the envelope's. */
    boolean hasMoreRows;

    /** How many of the times of {@code delay-notice-after} are settled: the sender was told, or did not want to be. */
    byte told;

    /** A notice has brought the whole message back, since we run: further ones bring its header. */
    boolean returned;

    /**
     * What was wished for it, packed, for there may be a million: two bits say whether it goes before or behind its
     * tenant's other mail, six how long it was to wait for its first try, to the hour up to {@link #HOURS}, then to the day.
     */
    private byte wishes;

    private static final int HOURS = 31;
    private static final long HOUR = 3_600_000;
    private static final int MOST_HELD = 63;

    /** An operator removed it while an attempt was running: what that attempt leaves is removed too. */
    boolean removed;

    Mail(QueueId id, Turn turn, byte era) {
        this.era = era;
        this.timeAndShard = id.timeAndShard();
        this.serial = id.serial();
        this.turn = turn;
        this.wishes = 1;
    }

    void wishes(Envelope envelope) {
        Wishes wished = envelope.parameters().wishes();
        long hours = Math.ceilDiv(envelope.heldMillis(), HOUR);
        long held = hours <= HOURS ? hours : Math.min(MOST_HELD, HOURS + Math.ceilDiv(hours, 24));
        wishes = (byte) (held << 2 | (Integer.signum(wished.priority()) + 1));
    }

    /** 1: it goes before its tenant's other mail, -1: behind it (RFC 6710 §7). */
    int urgency() {
        return (wishes & 3) - 1;
    }

    /** How long it was to wait before it is tried at all: the time for trying begins after that. */
    long heldMillis() {
        int held = (wishes & 0xFF) >> 2;
        return held <= HOURS ? held * HOUR : (held - HOURS) * HOUR * 24;
    }

    QueueId id() {
        return new QueueId(timeAndShard, serial);
    }

    /** By the clock of then: {@link Eras#arrived}. */
    long arrivedMillis() {
        return timeAndShard >>> 6;
    }

    /** One of its shares has ended. */
    void drop(Share share) {
        if (shares == share) {
            shares = share.sibling;
            return;
        }
        for (Share before = shares; before != null; before = before.sibling) {
            if (before.sibling == share) {
                before.sibling = share.sibling;
                return;
            }
        }
    }
}
