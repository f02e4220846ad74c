package org.maillon.queue;

/**
 * How many attempts a site takes at a time, learned from what it says. Grows by one with each success until the site first
 * refuses; then it is halved, and grows by one for each round of successes. What was just too many is tried again only
 * after many rounds, so that a site which takes three is not asked for a fourth all the time.
 *
 * <p>Attempts that ran when it was halved say nothing new: seventeen refusals at once are one.
 */
final class Concurrency {
    private static final int ROUNDS_BEFORE_MORE = 20;

    private final int most;
    private int limit;

    /** The most that was known to fit when more was refused. */
    private int fits;

    private int successes;

    /** Attempts still running that began before the limit was halved. */
    private int older;

    /** Since the limit was halved. */
    private boolean worked;

    Concurrency(int start, int most) {
        this.most = most;
        this.limit = Math.min(start, most);
        this.fits = most;
    }

    int limit() {
        return limit;
    }

    int most() {
        return most;
    }

    /** Whether it has learned anything that a new one does not know. */
    boolean isLearned() {
        return fits < most;
    }

    /** @param others attempts that run besides the one that worked: with room left, it says nothing of more */
    void worked(int others) {
        older = Math.max(0, older - 1);
        worked = true;
        if (others + 1 < limit || limit >= most) {
            return;
        }
        successes++;
        if (successes >= wanted()) {
            successes = 0;
            limit++;
            fits = Math.max(fits, limit);
        }
    }

    private int wanted() {
        if (fits == most) {
            return 1;
        }
        return limit < fits ? limit : limit * ROUNDS_BEFORE_MORE;
    }

    /**
     * It would not take this one more.
     *
     * @param others attempts that run besides
     * @return whether fewer do not help: the site is to rest
     */
    boolean refused(int others) {
        if (older > 0) {
            older--;
            return older == 0 && !worked;
        }
        if (!worked || others == 0) {
            return true;
        }
        fits = others;
        limit = Math.max(1, Math.min(limit, others + 1) / 2);
        older = others;
        successes = 0;
        worked = false;
        return false;
    }

    /** It ended without a word about the site. */
    void unclear() {
        older = Math.max(0, older - 1);
    }

    /** The first after a rest goes alone. */
    void rests() {
        limit = 1;
        older = 0;
        successes = 0;
        worked = false;
    }
}
