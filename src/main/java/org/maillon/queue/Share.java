package org.maillon.queue;

import org.jspecify.annotations.Nullable;

/** The recipients of one message that wait for one destination and are tried together. 56 octets where there is one. */
final class Share {
    enum State {
        /** In the timer, until due. */
        WAITING,
        /** In a strand, until there is room. */
        READY,
        RUNNING,
        HELD,
        /** Taken out to be ended without an attempt, or ended. */
        OUT
    }

    final Mail mail;
    final Site site;

    /** The only recipient's position, where {@link #more} is null. */
    private int number;

    private int @Nullable [] more;

    long due;
    char attempts;
    State state = State.WAITING;
    int heapAt = -1;

    @Nullable
    Share previous;

    @Nullable
    Share next;

    @Nullable
    Share sibling;

    Share(Mail mail, Site site, int[] numbers) {
        this.mail = mail;
        this.site = site;
        numbers(numbers);
    }

    int[] numbers() {
        return more != null ? more.clone() : new int[] {number};
    }

    int size() {
        return more != null ? more.length : 1;
    }

    void numbers(int[] numbers) {
        if (numbers.length == 1) {
            number = numbers[0];
            more = null;
        } else {
            more = numbers.clone();
        }
    }
}
