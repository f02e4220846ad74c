package org.maillon.queue;

import org.jspecify.annotations.Nullable;

/** What one tenant has ready for one site, first come first served. */
final class Strand {
    enum Place {
        NOWHERE,
        /** In its tenant's queue of strands that may go. */
        ELIGIBLE,
        /** At its site, which is full or rests. */
        PARKED
    }

    final Site site;
    final Turn turn;
    Place place = Place.NOWHERE;
    private @Nullable Share head;
    private @Nullable Share tail;

    Strand(Site site, Turn turn) {
        this.site = site;
        this.turn = turn;
    }

    boolean isEmpty() {
        return head == null;
    }

    @Nullable
    Share first() {
        return head;
    }

    void add(Share share) {
        share.previous = tail;
        if (tail == null) {
            head = share;
        } else {
            tail.next = share;
        }
        tail = share;
    }

    void remove(Share share) {
        Share before = share.previous;
        Share after = share.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        share.previous = null;
        share.next = null;
    }
}
