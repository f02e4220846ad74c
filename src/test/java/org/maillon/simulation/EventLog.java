package org.maillon.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened, line by line; its hash tells whether two runs were the same. */
final class EventLog {
    private final VirtualTime time;
    private final List<String> kept = new ArrayList<>();
    private final boolean keep;
    private long hash = 0xcbf29ce484222325L;
    private long lines;

    EventLog(VirtualTime time, boolean keep) {
        this.time = time;
        this.keep = keep;
    }

    void say(String what) {
        mix(Long.toString(time.now()));
        mix(what);
        lines++;
        if (keep) {
            kept.add(Duration.ofMillis(time.now()).toString().substring(2) + "  " + what);
        }
    }

    private void mix(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
    }

    long hash() {
        return hash;
    }

    long lines() {
        return lines;
    }

    List<String> kept() {
        return kept;
    }
}
