package org.maillon.deliver.remote;

import java.time.Duration;
import org.maillon.deliver.tls.TlsSettings;
import org.maillon.kernel.Settings;

/** All that may be set about remote delivery. */
public record RemotePolicy(RemoteSettings settings, RemoteTimeouts timeouts, ReuseSettings reuse, TlsSettings tls) {
    public RemotePolicy(RemoteSettings settings, RemoteTimeouts timeouts, ReuseSettings reuse) {
        this(settings, timeouts, reuse, Settings.defaults(TlsSettings.class));
    }

    public static RemotePolicy defaults() {
        return new RemotePolicy(
                Settings.defaults(RemoteSettings.class),
                Settings.defaults(RemoteTimeouts.class),
                Settings.defaults(ReuseSettings.class));
    }

    RemotePolicy connectingWithin(Duration most) {
        return new RemotePolicy(settings, timeouts.connectingWithin(most), reuse, tls);
    }
}
