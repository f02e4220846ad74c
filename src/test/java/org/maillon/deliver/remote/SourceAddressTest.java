package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Result;
import org.maillon.route.Hop;

/** Calling from an address of our choice. All of 127.0.0.0/8 is ours on Linux. */
class SourceAddressTest {
    private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress THREE = InetAddress.ofLiteral("127.0.0.3");

    private static final HostNames NAMES = new HostNames() {
        @Override
        public String of(ServerId server) {
            return "me.example";
        }

        @Override
        public String of(ServerId server, InetAddress source) {
            return source.equals(TWO) ? "two.example" : "me.example";
        }
    };

    @Test
    void givesTheNameOfThatAddressAndNoSessionOfAnother() {
        try (ScriptedPeer peer =
                        new ScriptedPeer(Scripts.WELL.replace("EHLO me.example", "EHLO two.example"), Scripts.WELL);
                SocketDialer dialer = new SocketDialer();
                RemoteDelivery delivery = new RemoteDelivery(dialer, NAMES, InstantSource.system(), Policies.quick())) {
            for (InetAddress source : List.of(TWO, THREE)) {
                Hop hop = peer.hop().from(source);
                assertThat(delivery.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), List.of(hop), true))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Result.Delivered.class,
                                delivered -> assertThat(delivered.by()).contains(" from " + source.getHostAddress()));
            }
            assertThat(delivery.idleSessions()).isEqualTo(2);
        }
    }

    @Test
    void theServerSeesTheAddressThatWasChosen() throws IOException {
        try (SocketDialer dialer = new SocketDialer();
                var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var _ = dialer.open(
                        TWO,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()),
                        Duration.ofSeconds(5));
                var accepted = listener.accept()) {
            assertThat(accepted.getInetAddress()).isEqualTo(TWO);
        }
        assertThat(SocketDialer.isOurs(TWO)).isTrue();
        assertThat(SocketDialer.isOurs(InetAddress.ofLiteral("192.0.2.5"))).isFalse();
    }

    @Test
    void saysThatItCannotSendFromAnAddressThatIsNotOurs() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.WELL);
                DeliveryRig rig = new DeliveryRig()) {
            Hop hop = peer.hop().from(InetAddress.ofLiteral("192.0.2.5"));
            assertThat(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), hop))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Result.Deferred.class,
                            deferred -> assertThat(deferred.failure().why())
                                    .contains(
                                            "from 192.0.2.5 could not be called: this machine cannot send from there"));
        }
    }
}
