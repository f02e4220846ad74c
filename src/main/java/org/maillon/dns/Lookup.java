package org.maillon.dns;

import java.time.Duration;
import java.util.List;

/** The answer to a question. */
public sealed interface Lookup<T> {
    /**
     * One record or more.
     *
     * @param ttl how long it holds
     */
    record Found<T>(List<T> records, Duration ttl) implements Lookup<T> {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** The name exists but has no such record (RFC 2308 §2.2). */
    record NoData<T>(Duration ttl) implements Lookup<T> {}

    /** NXDOMAIN (RFC 2308 §2.1). */
    record NoSuchName<T>(Duration ttl) implements Lookup<T> {}

    /** SERVFAIL, REFUSED, a timeout, a lie: to be asked again later. */
    record Failed<T>(String why) implements Lookup<T> {}
}
