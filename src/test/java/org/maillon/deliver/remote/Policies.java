package org.maillon.deliver.remote;

import java.time.Duration;
import java.util.Map;
import org.maillon.kernel.Settings;

/** Settings for tests: a peer that hangs is given up after moments. */
final class Policies {
    private static final Duration MOMENT = Duration.ofMillis(500);

    private Policies() {}

    static RemotePolicy quick() {
        return with(Map.of(), Map.of());
    }

    static RemotePolicy with(Map<String, String> settings, Map<String, String> reuse) {
        return new RemotePolicy(
                Settings.read(RemoteSettings.class, settings),
                timeouts(Duration.ofSeconds(5)),
                Settings.read(ReuseSettings.class, reuse));
    }

    static RemotePolicy impatient() {
        return new RemotePolicy(
                Settings.defaults(RemoteSettings.class), timeouts(MOMENT), Settings.defaults(ReuseSettings.class));
    }

    private static RemoteTimeouts timeouts(Duration each) {
        return new RemoteTimeouts(each, each, each, each, each, each, each, each, each, each, Duration.ofMinutes(1));
    }
}
