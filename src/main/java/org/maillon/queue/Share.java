package org.maillon.queue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The recipients of one message that wait for one destination and are tried together. 64 octets where there is one. */
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
    final Target target;

    /** Where it is ready or runs; null while it is neither. */
    @Nullable
    Site at;

    /** The only recipient's position, where {@link #more} is null. */
    private int number;

    private int @Nullable [] more;

    long due;
    char attempts;

    /** Its message is held, and it is not. */
    boolean free;

    State state = State.WAITING;
    int heapAt = -1;

    @Nullable
    Share previous;

    /** In a strand the one behind it; while it runs the next one that is tried along with it. */
    @Nullable
    Share next;

    @Nullable
    Share sibling;

    Share(Mail mail, Target target, int[] numbers) {
        this.mail = mail;
        this.target = target;
        numbers(numbers);
    }

    int[] numbers() {
        return more != null ? more.clone() : new int[] {number};
    }

    /** Of it and of those tried along with it. */
    int[] tried() {
        if (state != State.RUNNING || next == null) {
            return numbers();
        }
        IntStream.Builder all = IntStream.builder();
        for (Share share = this; share != null; share = share.next) {
            for (int one : share.numbers()) {
                all.add(one);
            }
        }
        return all.build().toArray();
    }

    /** One that was taken along is tried with it no longer. */
    void leaves(Share along) {
        Share before = this;
        while (before != null && before.next != along) {
            before = before.next;
        }
        if (before != null) {
            before.next = along.next;
            along.next = null;
        }
    }

    /** Those of its numbers that are among {@code sorted}. */
    int[] among(int[] sorted) {
        return IntStream.of(numbers())
                .filter(one -> Arrays.binarySearch(sorted, one) >= 0)
                .toArray();
    }

    boolean isHeld() {
        return mail.held && !free;
    }

    Destination destination() {
        return target.destination();
    }

    /** Whether it runs only to find out to which site its destination belongs: {@link Scheduler#found} goes on. */
    boolean isFinding() {
        return at != null && at.isFinding();
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
