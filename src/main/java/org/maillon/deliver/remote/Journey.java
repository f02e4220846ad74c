package org.maillon.deliver.remote;

import java.util.List;

/**
 * An errand under way.
 *
 * @param byMx whether DNS named the servers: then meeting ourselves is a loop
 */
record Journey(Errand errand, Outcomes outcomes, Watch watch, boolean byMx) {
    List<Integer> pending() {
        return outcomes.pending();
    }

    boolean hasPending() {
        return !outcomes.isComplete();
    }
}
