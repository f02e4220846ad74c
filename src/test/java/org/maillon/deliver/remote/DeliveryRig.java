package org.maillon.deliver.remote;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Result;
import org.maillon.route.Hop;

/** A delivery that goes by {@code me.example}, over real sockets. */
final class DeliveryRig implements AutoCloseable {
    final SocketDialer dialer = new SocketDialer();
    final RemoteDelivery delivery;

    DeliveryRig() {
        this(Policies.quick());
    }

    DeliveryRig(RemotePolicy policy) {
        delivery = new RemoteDelivery(dialer, _ -> "me.example", InstantSource.system(), policy);
    }

    DeliveryRig(RemotePolicy policy, TlsPolicies safety) {
        delivery = new RemoteDelivery(dialer, _ -> "me.example", InstantSource.system(), policy, safety);
    }

    /** As if the peers were a domain's MX, in this order. */
    List<Result> deliver(Errand errand, ScriptedPeer... peers) {
        return deliver(errand, Arrays.stream(peers).map(ScriptedPeer::hop).toArray(Hop[]::new));
    }

    List<Result> deliver(Errand errand, Hop... hops) {
        return delivery.deliver(errand, List.of(hops), true);
    }

    @Override
    public void close() {
        delivery.close();
        dialer.close();
    }
}
