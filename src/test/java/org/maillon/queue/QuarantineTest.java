package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.BlobWriter;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;

/** What our own judgement keeps back ends in time, and is told of. */
class QuarantineTest {
    private static final int MEBI = 1 << 20;

    private static QueueId keepBack(QueueWorld world, int size) {
        QueueId id = world.queue.nextId();
        Envelope envelope = new Envelope(
                new ReversePath.Sender(QueueWorld.SENDER),
                MailParameters.NONE,
                QueueWorld.recipients(0, "ada@here.example"),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                world.now(),
                "client.example [192.0.2.7]");
        BlobWriter writer = world.queue.content(id);
        byte[] octets = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
        writer.write(octets, 0, octets.length);
        world.queue.enqueue(
                id,
                new Taking(
                        envelope, new Treatment(Bytes.EMPTY, false, Optional.of("clamd: found it")), writer.finish()),
                "from somewhere");
        return id;
    }

    private static List<QueueId> kept(QueueWorld world) {
        return world.queue.quarantine().list(Filter.ALL, 100).stream()
                .map(one -> one.message().id())
                .toList();
    }

    @Test
    void whatNobodyReleasesInTimeIsDropped() {
        try (QueueWorld world = new QueueWorld("quarantine-for", "2h")) {
            world.start();
            QueueId id = keepBack(world, 10);
            world.pass(Duration.ofHours(2));
            world.queue.quarantine().sweep();
            assertThat(kept(world)).containsExactly(id);
            world.pass(Duration.ofSeconds(1));
            world.queue.quarantine().sweep();
            assertThat(kept(world)).isEmpty();
            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.HELD, Kind.REMOVED);
        }
    }

    @Test
    void theOldestGoWhereAllTogetherAreTooLarge() {
        try (QueueWorld world = new QueueWorld("quarantine-size", "1MiB")) {
            world.start();
            QueueId first = keepBack(world, MEBI / 2);
            world.pass(Duration.ofSeconds(1));
            QueueId second = keepBack(world, MEBI / 2);
            world.queue.quarantine().sweep();
            assertThat(kept(world)).containsExactly(first, second);
            world.pass(Duration.ofSeconds(1));
            QueueId third = keepBack(world, 1);
            world.queue.quarantine().sweep();
            assertThat(kept(world)).containsExactly(second, third);
        }
    }

    @Test
    void anOperatorsHoldIsNoneOfItsBusiness() {
        try (QueueWorld world = new QueueWorld("quarantine-for", "1h")) {
            world.start();
            QueueId id = keepBack(world, 10);
            world.queue.hold(Filter.of(id), "twice");
            assertThat(world.queue.release(Filter.of(id)).messages()).isEqualTo(1);
            assertThat(world.queue.quarantine().release(id)).isFalse();
            assertThat(world.queue.quarantine().drop(id, "late")).isFalse();
        }
    }
}
