package org.maillon.deliver.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.maillon.deliver.tls.TlsSettings;
import org.maillon.route.Hop;

/** Servers with which TLS failed of late: where nothing forbids it they are spoken to in plain at once, for a while. */
final class PlainOnly {
    private final Cache<Hop, Boolean> known;

    PlainOnly(TlsSettings settings, InstantSource clock) {
        this.known = Caffeine.newBuilder()
                .maximumSize(settings.plainMost())
                .expireAfterWrite(settings.plainFor())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    void add(Hop hop) {
        known.put(hop, true);
    }

    boolean has(Hop hop) {
        return known.getIfPresent(hop) != null;
    }
}
