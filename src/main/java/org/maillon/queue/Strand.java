package org.maillon.queue;

import org.jspecify.annotations.Nullable;

/** What one tenant has ready for one site: the urgent first, the patient last, and of each first come first served. */
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

    /** The last of each urgency: the next one of it goes behind. */
    private @Nullable Share lastUrgent;

    private @Nullable Share lastPlain;
    private @Nullable Share lastPatient;

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

    /** Whether what comes first in it goes before its tenant's other mail. */
    boolean isUrgent() {
        return head != null && head.mail.urgency() > 0;
    }

    void add(Share share) {
        Share before = lastNotBehind(share.mail.urgency());
        Share after = before == null ? head : before.next;
        share.previous = before;
        share.next = after;
        if (before == null) {
            head = share;
        } else {
            before.next = share;
        }
        if (after != null) {
            after.previous = share;
        }
        last(share.mail.urgency(), share);
    }

    /** Behind whom one of this urgency goes. */
    private @Nullable Share lastNotBehind(int urgency) {
        if (urgency < 0 && lastPatient != null) {
            return lastPatient;
        }
        return urgency <= 0 && lastPlain != null ? lastPlain : lastUrgent;
    }

    private @Nullable Share last(int urgency) {
        return urgency > 0 ? lastUrgent : urgency == 0 ? lastPlain : lastPatient;
    }

    private void last(int urgency, @Nullable Share share) {
        switch (urgency) {
            case 1 -> lastUrgent = share;
            case 0 -> lastPlain = share;
            default -> lastPatient = share;
        }
    }

    void remove(Share share) {
        Share before = share.previous;
        Share after = share.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        int urgency = share.mail.urgency();
        if (last(urgency) == share) {
            last(urgency, before != null && before.mail.urgency() == urgency ? before : null);
        }
        share.previous = null;
        share.next = null;
    }
}
