package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.BlobWriter;
import org.maillon.store.Store;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;

/** What our own judgement keeps back ends in time, and is told of. */
class QuarantineTest {
    private static final int MEBI = 1 << 20;

    private static QueueId keepBack(QueueWorld world, int size) {
        return keepBack(world, size, "ada@here.example");
    }

    private static QueueId keepBack(QueueWorld world, int size, String... recipients) {
        QueueId id = world.queue.nextId();
        Envelope envelope = new Envelope(
                new ReversePath.Sender(QueueWorld.SENDER),
                MailParameters.NONE,
                QueueWorld.recipients(0, recipients),
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
            QueueId first = keepBack(world, MEBI / 2 - 256);
            world.pass(Duration.ofSeconds(1));
            QueueId second = keepBack(world, MEBI / 2 - 256);
            world.queue.quarantine().sweep();
            assertThat(kept(world)).containsExactly(first, second);
            world.pass(Duration.ofSeconds(1));
            QueueId third = keepBack(world, 1);
            world.queue.quarantine().sweep();
            assertThat(kept(world)).containsExactly(second, third);
        }
    }

    /** A thousand messages of few octets for a thousand recipients each take more room than they have octets. */
    @Test
    void recipientsCountToo() {
        try (QueueWorld world = new QueueWorld("quarantine-size", "1MiB")) {
            world.start();
            String[] many = IntStream.range(0, 1_000)
                    .mapToObj(n -> "ada+" + n + "@here.example")
                    .toArray(String[]::new);
            List<QueueId> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(keepBack(world, 10, many));
                world.pass(Duration.ofSeconds(1));
            }
            world.queue.quarantine().sweep();
            assertThat(kept(world)).isEqualTo(ids.subList(1, 5));
        }
    }

    @Test
    void nothingIsReadBehindTheLastThatIsWanted() {
        try (QueueWorld world = new QueueWorld()) {
            world.start();
            List<QueueId> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(keepBack(world, 10));
                world.pass(Duration.ofSeconds(1));
            }
            AtomicInteger seen = new AtomicInteger();
            world.queue.quarantine().each(Filter.ALL, Optional.of(ids.get(1)), one -> {
                assertThat(one.message().id()).isEqualTo(ids.get(2 + seen.get()));
                return seen.incrementAndGet() < 2;
            });
            assertThat(seen).hasValue(2);
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

    /** The number of somebody among those of a message whom {@link #THREE} names, held or not. */
    private static Set<Integer> number(String address) {
        return Set.of(Arrays.asList(THREE).indexOf(address));
    }

    private static List<String> held(QueueWorld world, QueueId id) {
        return world.queue.quarantine().show(id).stream()
                .flatMap(one -> Quarantine.held(one.message()).stream())
                .map(open -> open.recipient().address().toString())
                .sorted()
                .toList();
    }

    private static List<String> carriedTo(QueueWorld world) {
        return world.carried.stream()
                .flatMap(one -> one.attempt().recipients().stream()
                        .map(number -> one.attempt()
                                .envelope()
                                .recipients()
                                .get(number)
                                .address()
                                .toString()))
                .toList();
    }

    private static final String[] THREE = {"ada@here.example", "bea@here.example", "cyd@there.example"};

    @Test
    void whatOneRecipientReleasesGoesToThatOneAlone() {
        try (QueueWorld world = new QueueWorld()) {
            world.start();
            QueueId id = keepBack(world, 10, THREE);
            assertThat(world.queue.quarantine().release(id, number("ada@here.example"), "by its recipient"))
                    .isTrue();
            world.untilCarried(1);
            world.untilIdle();
            assertThat(carriedTo(world)).containsExactly("ada@here.example");
            assertThat(held(world, id)).containsExactly("bea@here.example", "cyd@there.example");
            assertThat(world.queue.quarantine().release(id, number("ada@here.example"), "again"))
                    .isFalse();
            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.HELD, Kind.RELEASED, Kind.DELIVERED);
        }
    }

    @Test
    void whatOneRecipientDropsStaysForTheOthers() {
        try (QueueWorld world = new QueueWorld()) {
            world.start();
            QueueId id = keepBack(world, 10, THREE);
            assertThat(world.queue.quarantine().drop(id, number("bea@here.example"), "by its recipient"))
                    .isTrue();
            assertThat(held(world, id)).containsExactly("ada@here.example", "cyd@there.example");
            assertThat(world.queue.quarantine().release(id)).isTrue();
            world.untilEmpty();
            assertThat(carriedTo(world)).containsExactlyInAnyOrder("ada@here.example", "cyd@there.example");
        }
    }

    @Test
    void whoWasLetGoIsTriedOnAfterARestartAndTheOthersAreHeldOn() {
        try (QueueWorld world = new QueueWorld()) {
            world.start().script("cyd@there.example", QueueWorld.deferred());
            QueueId id = keepBack(world, 10, THREE);
            assertThat(world.queue.quarantine().release(id, number("cyd@there.example"), "by its recipient"))
                    .isTrue();
            world.untilCarried(1);
            world.untilIdle();
            world.restart();
            assertThat(held(world, id)).containsExactly("ada@here.example", "bea@here.example");
            Awaitility.await().until(() -> {
                world.pass(Duration.ofSeconds(20));
                return world.carried.size() == 2;
            });
            assertThat(carriedTo(world)).containsExactly("cyd@there.example", "cyd@there.example");
            assertThat(held(world, id)).containsExactly("ada@here.example", "bea@here.example");
        }
    }

    @Test
    void whoeverAnAliasLeadsToIsNotHeldAgainAlsoAfterARestart() {
        try (QueueWorld world = new QueueWorld()) {
            world.start()
                    .script("ada@here.example", QueueWorld.expanded("dan@there.example"))
                    .script("dan@there.example", QueueWorld.deferred());
            QueueId id = keepBack(world, 10, THREE);
            assertThat(world.queue.quarantine().release(id, number("ada@here.example"), "by its recipient"))
                    .isTrue();
            world.untilCarried(2);
            world.untilIdle();
            world.restart();
            Awaitility.await().until(() -> {
                world.pass(Duration.ofSeconds(20));
                return world.carried.size() == 3;
            });
            assertThat(carriedTo(world)).containsExactly("ada@here.example", "dan@there.example", "dan@there.example");
            assertThat(held(world, id)).containsExactly("bea@here.example", "cyd@there.example");
        }
    }

    @Test
    void theLastDecisionLeavesNothingBehind() {
        try (QueueWorld world = new QueueWorld()) {
            world.start();
            QueueId dropped = keepBack(world, 10, THREE);
            QueueId mixed = keepBack(world, 10, THREE);
            assertThat(world.queue.quarantine().drop(dropped, "a virus")).isTrue();
            assertThat(world.queue.quarantine().release(mixed, number("ada@here.example"), "by its recipient"))
                    .isTrue();
            assertThat(world.queue.quarantine().drop(mixed, "a virus")).isTrue();
            world.untilEmpty();
            assertThat(world.store.scan(Rows.partition(dropped), Rows.allOf(dropped), 10, Store.Direction.FORWARD))
                    .isEmpty();
            assertThat(world.store.scan(Rows.partition(mixed), Rows.allOf(mixed), 10, Store.Direction.FORWARD))
                    .isEmpty();
            assertThat(carriedTo(world)).containsExactly("ada@here.example");
        }
    }

    @Test
    void anOlderRowOfAHoldIsReadAsItWas() {
        HoldRow before = new HoldRow(java.time.Instant.ofEpochSecond(5), "clamd: found it", true);
        assertThat(HoldRow.read(before.toBytes())).isEqualTo(before);
        HoldRow now = new HoldRow(before.since(), before.why(), true, List.of(0, 7));
        assertThat(HoldRow.read(now.toBytes())).isEqualTo(now);
    }
}
