package org.maillon.app.wiring;

import org.maillon.app.config.Config;
import org.maillon.deliver.remote.RemoteDelivery;
import org.maillon.deliver.remote.RemotePolicy;
import org.maillon.deliver.remote.RemoteProber;
import org.maillon.deliver.tls.TlsPolicies;

/** The way to other servers: those who carry mail there and ask about recipients, and how safe both must be. */
final class Outbound {
    private final OutboundTls safety;
    private final RemoteDelivery remote;
    private final RemoteProber prober;

    Outbound(Config config, OutboundTls.Ground ground, OutboundTls safety, OurSources sources, RemoteProber.Ways ways) {
        RemotePolicy policy = new RemotePolicy(
                config.delivery(), config.deliveryTimeouts(), config.deliveryReuse(), config.deliveryTls());
        this.safety = safety;
        remote = new RemoteDelivery(ground.dialer(), sources, ground.steady(), policy, safety.policies());
        prober = remote.prober(ways, config.probe());
    }

    RemoteDelivery remote() {
        return remote;
    }

    RemoteProber prober() {
        return prober;
    }

    /** How safe mail must go out. */
    TlsPolicies policies() {
        return safety.policies();
    }

    /** About once a second: sessions that lie idle or wait in vain go. */
    void sweepSessions() {
        remote.sweep();
        prober.sweep();
    }

    /** About once a minute: policies that grow old are fetched anew. May wait for others' servers. */
    void sweepPolicies() {
        safety.sweep();
    }

    void close() {
        remote.close();
    }
}
