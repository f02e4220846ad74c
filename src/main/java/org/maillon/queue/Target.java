package org.maillon.queue;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A destination that messages wait for, and the site it belongs to as far as that is known. 32 octets and its name: there
 * may be as many of them as messages.
 */
final class Target {
    private final byte[] key;
    final int hash;

    /** Shares that name this destination, in whatever state. */
    int shares;

    /** Not known: to be found by whoever is tried next. */
    @Nullable
    Site site;

    Target(Destination destination) {
        this.key = destination.key().getBytes(StandardCharsets.UTF_8);
        this.hash = destination.key().hashCode();
    }

    Destination destination() {
        return new Destination(new String(key, StandardCharsets.UTF_8));
    }

    boolean names(Destination other) {
        return hash == other.key().hashCode() && destination().equals(other);
    }
}
