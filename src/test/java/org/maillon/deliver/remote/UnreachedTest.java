package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.Dialer;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.route.Hop;
import org.maillon.route.Route;

class UnreachedTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private static Hop hop(int number) {
        return new Hop(Route.Protocol.SMTP, "mx" + number, new InetSocketAddress("192.0.2." + number, 25));
    }

    @Test
    void goLastUntilTheirTimeIsOverOrTheyAnswer() {
        RemoteSettings settings = Settings.read(RemoteSettings.class, Map.of("unreached-for", "5m"));
        Unreached unreached = new Unreached(settings, now::get);
        List<Hop> hops = List.of(hop(1), hop(2), hop(3));
        unreached.add(hop(1));
        unreached.add(hop(2));

        assertThat(unreached.last(hops)).containsExactly(hop(3), hop(1), hop(2));
        unreached.remove(hop(2));
        assertThat(unreached.last(hops)).containsExactly(hop(2), hop(3), hop(1));
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(unreached.last(hops)).containsExactly(hop(2), hop(3), hop(1));
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(5)));
        assertThat(unreached.last(hops)).isEqualTo(hops);
    }

    @ParameterizedTest
    @CsvSource({"9, 9", "10, 10", "11, 10"})
    void areRememberedUpToTheBound(int dead, int remembered) {
        RemoteSettings settings = Settings.read(RemoteSettings.class, Map.of("unreached-most", "10"));
        Unreached unreached = new Unreached(settings, now::get);
        List<Hop> hops =
                IntStream.rangeClosed(1, dead).mapToObj(UnreachedTest::hop).toList();
        hops.forEach(unreached::add);
        List<Hop> withOneMore = new ArrayList<>(hops);
        withOneMore.add(hop(100));

        assertThat(unreached.last(withOneMore).indexOf(hop(100))).isEqualTo(dead - remembered);
    }

    @Test
    void theNextMessageDoesNotBeginWithADeadFirstMx() throws Exception {
        List<InetSocketAddress> dialled = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.WELL, Scripts.WELL);
                SocketDialer real = new SocketDialer()) {
            Hop good = peer.hop();
            Dialer dialer = (to, patience) -> {
                dialled.add(to);
                if (!to.equals(good.address())) {
                    throw new ConnectException("Connection refused");
                }
                return real.open(to, patience);
            };
            RemotePolicy policy = Policies.with(Map.of(), Map.of("transactions", "1"));
            try (RemoteDelivery delivery = new RemoteDelivery(dialer, _ -> "me.example", now::get, policy)) {
                for (int i = 0; i < 2; i++) {
                    delivery.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), List.of(hop(1), good), true);
                }
            }
        }
        assertThat(dialled).hasSize(3);
        assertThat(dialled.subList(0, 1)).containsExactly(hop(1).address());
    }
}
