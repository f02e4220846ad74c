package org.maillon.store.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.maillon.store.Batch;

/** What becomes of the next commit. Asked under the store's lock, in the order of commits: the same seed, the same story. */
@FunctionalInterface
public interface Faults {
    Fate next(Batch batch);

    enum Fate {
        COMMIT,
        /** It commits, after the pause that the store was given. */
        COMMIT_SLOWLY,
        /** The disk is full: {@link org.maillon.store.StoreException#isFull}. */
        FULL,
        /** It fails without a reason; the store goes on. */
        FAIL,
        /** The power goes before anything is on the disk. */
        CRASH_BEFORE,
        /** It is on the disk, but nobody hears of it. */
        CRASH_AFTER
    }

    static Faults none() {
        return _ -> Fate.COMMIT;
    }

    /** {@code commits} go well, then the power goes: before the next one's effect. */
    static Faults crashAfter(long commits) {
        return at(commits, Fate.CRASH_BEFORE);
    }

    /** {@code commits} go well, then this happens once; after it all is well again. */
    static Faults at(long commits, Fate fate) {
        AtomicLong left = new AtomicLong(commits);
        return _ -> left.getAndDecrement() == 0 ? fate : Fate.COMMIT;
    }

    /** One in {@code crashes} commits crashes (half of them after it is durable), one in {@code failures} fails or is full, one in {@code pauses} is slow; 0: never. */
    static Faults seeded(RandomGenerator entropy, int crashes, int failures, int pauses) {
        return _ -> {
            if (strikes(entropy, crashes)) {
                return entropy.nextBoolean() ? Fate.CRASH_BEFORE : Fate.CRASH_AFTER;
            } else if (strikes(entropy, failures)) {
                return entropy.nextBoolean() ? Fate.FULL : Fate.FAIL;
            }
            return strikes(entropy, pauses) ? Fate.COMMIT_SLOWLY : Fate.COMMIT;
        };
    }

    private static boolean strikes(RandomGenerator entropy, int oneIn) {
        return oneIn > 0 && entropy.nextInt(oneIn) == 0;
    }
}
