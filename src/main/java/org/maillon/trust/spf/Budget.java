package org.maillon.trust.spf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.maillon.dns.Lookup;

/** What one check may cost: a record of others must not make us ask DNS without end. RFC 7208 §4.6.4, §11.1. */
final class Budget {
    private final SpfSettings settings;
    private final InstantSource clock;
    private final Instant until;
    private int lookups;
    private int voids;

    Budget(SpfSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.until = clock.instant().plus(settings.time());
    }

    /** One term more that asks DNS; false: it is one too many. */
    boolean allowsTerm() {
        lookups++;
        return lookups <= settings.lookups();
    }

    /** A term's questions came back with nothing; false: that happened too often. */
    boolean allowsVoid() {
        voids++;
        return voids <= settings.voidLookups();
    }

    int lookups() {
        return Math.min(lookups, settings.lookups());
    }

    <T> Lookup<T> ask(Supplier<Lookup<T>> question) {
        return clock.instant().isAfter(until)
                ? new Lookup.Failed<>("the check has taken " + settings.time().toSeconds() + " s already")
                : question.get();
    }
}
