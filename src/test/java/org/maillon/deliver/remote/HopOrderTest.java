package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.net.Dialer;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;

/** Which server is tried when, and when to stop. */
class HopOrderTest {
    private static Errand hello() {
        return Mails.errand(Mails.HELLO, "bob@example.org");
    }

    private static Hop hop(int port) {
        return new Hop(Route.Protocol.SMTP, "mx" + port + ".example", new InetSocketAddress("192.0.2.1", port));
    }

    private static Result.Failure failure(List<Result> results) {
        return switch (results.getFirst()) {
            case Result.Deferred(var failure) -> failure;
            case Result.Failed(var failure) -> failure;
            case Result other -> throw new AssertionError(other);
        };
    }

    @Test
    void triesTheNextServerWhereAConnectionIsRefused() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        Hop closed = new Hop(
                Route.Protocol.SMTP,
                "mx0.example",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), closedPort));
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.WELL)) {
            assertThat(rig.deliver(hello(), closed, peer.hop())).hasOnlyElementsOfType(Result.Delivered.class);
            peer.finish();
        }
    }

    @Test
    void triesAsManyServersAsItMayAndTellsOfEach() {
        List<Integer> dialled = Collections.synchronizedList(new ArrayList<>());
        Dialer refusing = (to, _) -> {
            dialled.add(to.getPort());
            throw new ConnectException("Connection refused");
        };
        for (int servers = 1; servers <= 3; servers++) {
            dialled.clear();
            RemotePolicy policy = Policies.with(Map.of("servers-per-attempt", "2"), Map.of());
            RemoteDelivery delivery = new RemoteDelivery(refusing, _ -> "me.example", InstantSource.system(), policy);
            List<Hop> hops = List.of(hop(1), hop(2), hop(3)).subList(0, servers);
            Result.Failure failure = failure(delivery.deliver(hello(), hops, true));

            assertThat(dialled).isEqualTo(List.of(1, 2).subList(0, Math.min(2, servers)));
            assertThat(failure.reply().toString()).startsWith("451 4.4.1");
            assertThat(failure.destinationDown()).isTrue();
            assertThat(failure.why())
                    .startsWith("mx1.example [192.0.2.1]:1 could not be reached (Connection refused)")
                    .matches(why -> why.endsWith("the other servers wait for the next attempt") == (hops.size() == 3));
        }
    }

    @Test
    void stopsWhenTheTimeOfTheAttemptIsOver() {
        SetClock clock = new SetClock();
        List<Duration> patience = new ArrayList<>();
        Dialer silent = (_, left) -> {
            patience.add(left);
            clock.pass(left);
            throw new SocketTimeoutException("connect timed out");
        };
        RemotePolicy defaults = RemotePolicy.defaults();
        RemoteTimeouts t = defaults.timeouts();
        RemoteTimeouts short75 = new RemoteTimeouts(
                t.connect(),
                t.greeting(),
                t.hello(),
                t.starttls(),
                t.mail(),
                t.rcpt(),
                t.data(),
                t.block(),
                t.finalDot(),
                t.quit(),
                Duration.ofSeconds(75));
        RemoteDelivery delivery = new RemoteDelivery(
                silent, _ -> "me.example", clock, new RemotePolicy(defaults.settings(), short75, defaults.reuse()));

        Result.Failure failure = failure(delivery.deliver(hello(), List.of(hop(1), hop(2), hop(3), hop(4)), true));

        assertThat(patience).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(15));
        assertThat(failure.why())
                .contains("mx1.example [192.0.2.1]:1 did not take a connection within 30s")
                .endsWith("no time was left for the other servers");
    }

    @Test
    void waitsWhereThereIsNoServerAtAll() {
        RemoteDelivery delivery = new RemoteDelivery(
                (_, _) -> {
                    throw new IOException("never asked");
                },
                _ -> "me.example",
                InstantSource.system(),
                Policies.quick());
        assertThat(failure(delivery.deliver(hello(), List.of(), true)).reply().toString())
                .startsWith("451 4.4.4");
    }

    @Test
    void failsAMailThatWouldComeBackToUs() {
        List<String> ways = List.of(
                "S: 220 ME.example ESMTP\nC: QUIT\nS: 221 bye",
                "S: 220 welcome\nC: EHLO me.example\nS: 250-me.EXAMPLE Hello\nS: 250 HELP\nC: QUIT\nS: 221 bye");
        for (String way : ways) {
            try (DeliveryRig rig = new DeliveryRig();
                    ScriptedPeer peer = new ScriptedPeer(way);
                    ScriptedPeer next = new ScriptedPeer(Scripts.WELL)) {
                List<Result> results = rig.deliver(hello(), peer, next);
                assertThat(results).hasOnlyElementsOfType(Result.Failed.class);
                assertThat(failure(results).reply().toString()).startsWith("554 5.4.6");
                peer.finish();
            }
        }
    }

    @Test
    void bearsAServerOfOurNameWhereARouteNamesItByHand() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(
                        "S: 220 me.example ESMTP\nC: EHLO me.example\nS: 250 me.example\n" + Scripts.TAKES_IT)) {
            assertThat(rig.delivery.deliver(hello(), List.of(peer.hop()), false))
                    .hasOnlyElementsOfType(Result.Delivered.class);
            peer.finish();
        }
    }

    @Test
    void takesANameThatOnlyBeginsLikeOursForAnother() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(
                        "S: 220 me.example.org ESMTP\nC: EHLO me.example\nS: 250 me\n" + Scripts.TAKES_IT)) {
            assertThat(rig.deliver(hello(), peer)).hasOnlyElementsOfType(Result.Delivered.class);
            peer.finish();
        }
    }

    /** Two servers, one for good and one for now: it is not over. */
    @Test
    void waitsWhereOneServerMayBeBetterTomorrow() {
        try (DeliveryRig rig = new DeliveryRig(Policies.impatient());
                ScriptedPeer busy = new ScriptedPeer("S: 451 4.3.2 busy\nHANG");
                ScriptedPeer never = new ScriptedPeer("S: 554 5.3.2 never\nHANG")) {
            List<Result> results = rig.deliver(hello(), busy, never);
            assertThat(results).hasOnlyElementsOfType(Result.Deferred.class);
            assertThat(failure(results).reply()).hasToString("451 4.3.2 busy");
        }
    }
}
