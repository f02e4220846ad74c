package org.maillon.route;

import java.util.ArrayList;
import java.util.List;

/** One search for hops: what was found on the way, in words, and its end. Belongs to the thread that searches. */
final class HopSearch {
    static final NextHops NONE_NEEDED = new NextHops.Servers(List.of());

    private final List<String> steps = new ArrayList<>();
    private NextHops hops = NONE_NEEDED;

    void note(String step) {
        steps.add(step);
    }

    HopSearch end(NextHops end) {
        hops = end;
        return this;
    }

    NextHops hops() {
        return hops;
    }

    List<String> steps() {
        return List.copyOf(steps);
    }
}
