package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.maillon.deliver.tls.Demand;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;

/** Sessions that are kept for the next message. */
class ReuseTest {
    private static final String BYE = "C: QUIT\nS: 221 bye\n";

    private static Errand hello() {
        return Mails.errand(Mails.HELLO, "bob@example.org");
    }

    private static void assertDelivered(List<Result> results) {
        assertThat(results).hasSize(1).hasOnlyElementsOfType(Result.Delivered.class);
    }

    @Test
    void sendsTheNextMessageOverTheSameSession() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL + Scripts.TAKES_IT + Scripts.TAKES_IT + BYE)) {
            assertDelivered(rig.deliver(hello(), peer));
            assertDelivered(rig.deliver(hello(), peer));
            assertDelivered(rig.deliver(hello(), peer));
            assertThat(rig.delivery.idleSessions()).isEqualTo(1);
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void dialsAnewAtOnceWhereTheIdleSessionHasDied() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL, Scripts.WELL)) {
            assertDelivered(rig.deliver(hello(), peer));
            assertDelivered(rig.deliver(hello(), peer));
            peer.finish();
        }
    }

    @Test
    void dialsAnewWhereTheIdleSessionSaysItWasIdleTooLong() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer =
                        new ScriptedPeer(Scripts.WELL + "S: 421 4.4.2 idle too long\n" + Scripts.MAIL, Scripts.WELL)) {
            assertDelivered(rig.deliver(hello(), peer));
            assertDelivered(rig.deliver(hello(), peer));
            peer.finish();
        }
    }

    @Test
    void doesNotDialAnewForeverWhereTheServerIsGone() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL, "CLOSE")) {
            assertDelivered(rig.deliver(hello(), peer));
            assertThat(rig.deliver(hello(), peer)).hasOnlyElementsOfType(Result.Deferred.class);
            peer.finish();
        }
    }

    @Test
    void doesNotShareASessionBetweenHostsOfOneAddress() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL, Scripts.WELL)) {
            assertDelivered(rig.deliver(hello(), peer.hop(Route.Protocol.SMTP, "mx1.example")));
            assertDelivered(rig.deliver(hello(), peer.hop(Route.Protocol.SMTP, "mx2.example")));
            assertThat(rig.delivery.idleSessions()).isEqualTo(2);
        }
    }

    @Test
    void endsASessionAfterAsManyTransactionsAsItMayHave() {
        for (int most = 1; most <= 3; most++) {
            RemotePolicy policy = Policies.with(Map.of(), Map.of("transactions", String.valueOf(most)));
            try (DeliveryRig rig = new DeliveryRig(policy);
                    ScriptedPeer peer =
                            new ScriptedPeer(Scripts.GREETS + Scripts.TAKES_IT.repeat(most) + BYE, Scripts.WELL)) {
                for (int i = 0; i <= most; i++) {
                    assertDelivered(rig.deliver(hello(), peer));
                }
                peer.finish();
            }
        }
    }

    @Test
    void keepsNoSessionIdleLongerThanItMay() {
        SetClock clock = new SetClock();
        try (SocketDialer dialer = new SocketDialer();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL + BYE);
                RemoteDelivery delivery = new RemoteDelivery(
                        dialer, _ -> "me.example", clock, Policies.with(Map.of(), Map.of("idle-time", "5s")))) {
            assertDelivered(delivery.deliver(hello(), List.of(peer.hop()), true));
            clock.pass(Duration.ofSeconds(5));
            delivery.sweep();
            assertThat(delivery.idleSessions()).isEqualTo(1);
            clock.pass(Duration.ofMillis(1));
            delivery.sweep();
            assertThat(delivery.idleSessions()).isZero();
            peer.finish();
            await().untilAsserted(() -> assertThat(dialer.inUse()).isZero());
        }
    }

    @Test
    void takesNoMessageOverASessionThatIsTooOld() {
        SetClock clock = new SetClock();
        try (SocketDialer dialer = new SocketDialer();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL + Scripts.TAKES_IT + BYE, Scripts.WELL);
                RemoteDelivery delivery = new RemoteDelivery(
                        dialer,
                        _ -> "me.example",
                        clock,
                        Policies.with(Map.of(), Map.of("idle-time", "5m", "age", "60s")))) {
            assertDelivered(delivery.deliver(hello(), List.of(peer.hop()), true));
            clock.pass(Duration.ofMillis(59_999));
            assertDelivered(delivery.deliver(hello(), List.of(peer.hop()), true));
            clock.pass(Duration.ofMillis(1));
            assertDelivered(delivery.deliver(hello(), List.of(peer.hop()), true));
            peer.finish();
        }
    }

    /** Answers 250 to everything; a session of its own for each connection. */
    private static Connection yes() {
        return new Connection() {
            private boolean greeted;

            @Override
            public int read(byte[] into, Duration patience) {
                byte[] says = (greeted ? "250 Ok\r\n" : "220 mx\r\n").getBytes(US_ASCII);
                greeted = true;
                System.arraycopy(says, 0, into, 0, says.length);
                return says.length;
            }

            @Override
            public void write(byte[] octets, int from, int length, Duration patience) {
                // all is well
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private static PeerSession session(RemotePolicy policy, int port) {
        Hop hop = new Hop(Route.Protocol.SMTP, "mx", new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SessionKey key = new SessionKey(ServerId.DEFAULT, hop, Demand.WISH);
        Watch watch = Watch.over(() -> Instant.EPOCH, Duration.ofHours(1));
        return new PeerSession(key, yes(), policy, watch);
    }

    @Test
    void boundsIdleSessionsPerServerAndInAll() {
        RemotePolicy policy = Policies.with(Map.of(), Map.of("idle-per-server", "2", "idle-in-all", "3"));
        SessionPool pool = new SessionPool(policy.reuse(), () -> Instant.EPOCH);
        List<Integer> sizes = new ArrayList<>();
        for (int port : new int[] {1, 1, 1, 2, 2}) {
            pool.give(session(policy, port));
            sizes.add(pool.size());
        }
        assertThat(sizes).containsExactly(1, 2, 2, 3, 3);
    }

    @Test
    void keepsNothingOnceClosed() {
        SessionPool pool = new SessionPool(Policies.quick().reuse(), () -> Instant.EPOCH);
        pool.close();
        pool.give(session(Policies.quick(), 1));
        assertThat(pool.size()).isZero();
    }
}
