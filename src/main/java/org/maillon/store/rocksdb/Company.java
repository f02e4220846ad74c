package org.maillon.store.rocksdb;

import java.time.Duration;

/**
 * Whether more commits in a hurry are about to come, so that the disk sync of those that are here is worth holding back for
 * them. Where several came at once they will again; where waiting brought nobody (one client that sends a message after
 * the other) it is given up, for longer each time.
 */
final class Company {
    /** Commits among which a sync is cheap: more are not waited for. */
    private static final int ENOUGH = 12;

    private static final int LONGEST_BREAK = 256;

    private final Duration gathering;
    private int last;
    private int expected = 1;
    private int breakAfterFailure = 1;
    private int groupsToSkip;

    Company(Duration gathering) {
        this.gathering = gathering;
    }

    Duration gathering() {
        return gathering;
    }

    /** So many in a hurry came while the group was written. */
    void arrived(int waiting) {
        expected = Math.clamp((long) last + waiting, 1, ENOUGH);
    }

    /** How many there should be, those that are here included. */
    int expected() {
        return expected;
    }

    /** Whether to wait for those who are missing, this time. */
    boolean isWorthAWait() {
        if (groupsToSkip == 0) {
            return true;
        }
        groupsToSkip--;
        return false;
    }

    /** What waiting brought. */
    void gathered(int came) {
        if (came > 0) {
            breakAfterFailure = 1;
        } else {
            groupsToSkip = breakAfterFailure;
            breakAfterFailure = Math.min(LONGEST_BREAK, 2 * breakAfterFailure);
        }
    }

    /** So many in a hurry are in the group that is written now. */
    void left(int size) {
        last = size;
    }
}
