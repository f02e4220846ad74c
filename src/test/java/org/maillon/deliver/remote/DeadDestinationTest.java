package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.maillon.deliver.Delivery;
import org.maillon.deliver.MailboxDelivery;
import org.maillon.deliver.Roads;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.DestinationSummary;
import org.maillon.queue.Envelope;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.store.BlobWriter;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Queue, delivery and real sockets: a server that takes connections and never says a word, and others beside it. */
class DeadDestinationTest {
    private static final int DEAD = 400;
    private static final int ALIVE = 400;

    private final ModelStore store = new ModelStore();
    private final Map<String, String> few =
            Map.of("attempts", "20", "attempts-per-server", "20", "destination-start", "5", "close-within", "0s");

    @Test
    void keepsOnlyItsOwnMessagesWaiting() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
                CountingPeer peer = new CountingPeer("", 1000);
                SocketDialer dialer = new SocketDialer();
                RemoteDelivery remote =
                        new RemoteDelivery(dialer, _ -> "me.example", InstantSource.system(), Policies.quick());
                Queue queue = queue()) {
            Hop dead = new Hop(
                    Route.Protocol.SMTP,
                    "dead",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
            for (int i = 0; i < DEAD; i++) {
                send(queue, "bob@dead.example");
            }
            queue.start(new Delivery(
                    address -> new Route.Mx(address.domain()), roads(dead, peer.hop()), noMailbox(), remote));
            Awaitility.await().until(() -> running(queue) > 0);
            long began = System.nanoTime();
            for (int i = 0; i < ALIVE; i++) {
                send(queue, "ada@domain-" + i % 40 + ".example");
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> peer.messages.size() == ALIVE);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            assertThat(running(queue)).as("attempts that hang").isLessThanOrEqualTo(5);
            assertThat(queue.messages()).isEqualTo(DEAD);
        }
    }

    private static long running(Queue queue) {
        return queue.summary().stream()
                .filter(summary -> summary.destination().key().equals("mx:dead.example"))
                .mapToLong(DestinationSummary::running)
                .sum();
    }

    private static Roads roads(Hop dead, Hop alive) {
        return new Roads() {
            @Override
            public NextHops hops(Route route) {
                return new NextHops.Servers(List.of(route.key().equals("mx:dead.example") ? dead : alive));
            }

            @Override
            public String site(Destination destination) {
                return destination.key().equals("mx:dead.example") ? "dead" : "mx.example";
            }
        };
    }

    private Queue queue() {
        Queue.Ports ports = new Queue.Ports(address -> new Destination("mx:" + address.domain()), _ -> "me.example");
        return new Queue(store, ports, InstantSource.system(), new Random(1), Settings.read(QueueSettings.class, few));
    }

    private static void send(Queue queue, String to) {
        QueueId id = queue.nextId();
        Address address = Mails.address(to);
        Recipient recipient = new Recipient(address, RcptParameters.NONE, new Destination("mx:" + address.domain()), 0);
        Envelope envelope = new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE,
                List.of(recipient),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.now(),
                "test");
        try (BlobWriter writer = queue.content(id)) {
            byte[] octets = Mails.HELLO.getBytes(StandardCharsets.US_ASCII);
            writer.write(octets, 0, octets.length);
            queue.enqueue(id, envelope, writer.finish(), "by a test");
        }
    }

    private static MailboxDelivery noMailbox() {
        return new MailboxDelivery() {
            @Override
            public Result deliver(Attempt attempt, int recipient, Courier.Content content) {
                throw new IllegalStateException("nobody lives here");
            }

            @Override
            public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
                return Optional.empty();
            }
        };
    }
}
