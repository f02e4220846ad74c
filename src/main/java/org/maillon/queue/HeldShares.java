package org.maillon.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Single recipients of a held message, in the scheduler's memory. The caller holds the engine's lock. */
final class HeldShares {
    private HeldShares() {}

    /** Of a message's recipients those that are held, sorted. */
    static int[] numbers(Mail mail) {
        IntStream.Builder held = IntStream.builder();
        for (Share share = mail.shares; share != null; share = share.sibling) {
            if (share.state == Share.State.HELD) {
                IntStream.of(share.numbers()).forEach(held);
            }
        }
        return held.build().sorted().toArray();
    }

    /** Some are held no longer, whatever happens to the others. */
    static void free(Scheduler scheduler, Mail mail, int[] sorted) {
        for (Share share : parts(mail, sorted)) {
            share.free = true;
            scheduler.toWait(share, share.due);
        }
    }

    /** Takes some out, to be ended without an attempt; {@link Scheduler#ended} forgets them. */
    static List<Share> takeOut(Mail mail, int[] sorted) {
        List<Share> out = parts(mail, sorted);
        out.forEach(share -> share.state = Share.State.OUT);
        return out;
    }

    /** Shares that hold these of the held recipients and no others: what was one share becomes two where it must. */
    private static List<Share> parts(Mail mail, int[] sorted) {
        List<Share> parts = new ArrayList<>(2);
        for (Share share = mail.shares; share != null; share = share.sibling) {
            int[] wanted = share.state == Share.State.HELD ? share.among(sorted) : new int[0];
            if (wanted.length > 0) {
                parts.add(wanted.length == share.size() ? share : part(share, wanted));
            }
        }
        return parts;
    }

    private static Share part(Share share, int[] wanted) {
        share.numbers(IntStream.of(share.numbers())
                .filter(one -> Arrays.binarySearch(wanted, one) < 0)
                .toArray());
        Share part = new Share(share.mail, share.target, wanted);
        part.attempts = share.attempts;
        part.due = share.due;
        part.state = Share.State.OUT; // until the caller says what it is: not found again on the way along the others
        part.sibling = share.sibling;
        share.sibling = part;
        share.target.shares++;
        return part;
    }
}
