package org.maillon.deliver.remote;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.route.Hop;

/**
 * Addresses that could not be reached of late: they are tried last for a while, so that not every message waits for the
 * same dead first MX. RFC 5321 §4.5.4.1: a client SHOULD keep such a list.
 */
final class Unreached {
    private final RemoteSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Until when, in the order of that. */
    private final Map<Hop, Instant> until = new LinkedHashMap<>();

    Unreached(RemoteSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Those not known to be out of reach come first; else their order stays. */
    List<Hop> last(List<Hop> hops) {
        lock.lock();
        try {
            forgetOld();
            if (until.isEmpty()) {
                return hops;
            }
            List<Hop> order = new ArrayList<>(hops);
            List<Hop> out = hops.stream().filter(until::containsKey).toList();
            order.removeAll(out);
            order.addAll(out);
            return order;
        } finally {
            lock.unlock();
        }
    }

    void add(Hop hop) {
        lock.lock();
        try {
            forgetOld();
            until.remove(hop);
            until.put(hop, clock.instant().plus(settings.unreachedFor()));
            if (until.size() > settings.unreachedMost()) {
                until.remove(until.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Hop hop) {
        lock.lock();
        try {
            until.remove(hop);
        } finally {
            lock.unlock();
        }
    }

    private void forgetOld() {
        Instant now = clock.instant();
        var times = until.values().iterator();
        while (times.hasNext() && !times.next().isAfter(now)) {
            times.remove();
        }
    }
}
