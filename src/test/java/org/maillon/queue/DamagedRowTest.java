package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.Batch;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Law 2, where the disk lost what was written: neither repeat a delivery nor lose a recipient. */
class DamagedRowTest {
    private static final Bytes DAMAGE = Bytes.utf8("\u0001\u0007damage");

    private static void put(QueueWorld world, QueueId id, Bytes key, Bytes value) {
        world.store.commit(Batch.of(Rows.partition(id)).put(key, value).build());
    }

    @Test
    void aRecipientWhoseStateCannotBeReadWaitsForAnOperator() {
        try (QueueWorld world = new QueueWorld("retry-after", "1h").start()) {
            world.script("ada@there.example", QueueWorld.deferred(), QueueWorld.deferred());
            QueueId id = world.send("ada@there.example", "bea@else.example");
            world.untilCarried(2);
            world.untilIdle();
            put(world, id, Rows.state(id, 1), DAMAGE); // it was: delivered
            world.restart();
            world.pass(Duration.ofHours(2));
            world.untilIdle();

            assertThat(world.carried).as("bea is not given it twice").hasSize(2);
            assertThat(world.queue.list(Filter.ALL, 1)).singleElement().satisfies(queued -> {
                assertThat(queued.held()).isTrue();
                assertThat(queued.open()).hasSize(2);
            });
            world.queue.release(Filter.ALL);
            world.untilEmpty(Duration.ofHours(1));
            assertThat(world.kinds(id)).contains(Kind.RELEASED).endsWith(Kind.DELIVERED);
            assertThat(world.store.blobs().size(Rows.blob(id))).isEmpty();
        }
    }

    @Test
    void aMessageOfWhichARecipientIsMissingIsLeftAlone() {
        try (QueueWorld world = new QueueWorld("retry-after", "1h").start()) {
            world.script("list@here.example", QueueWorld.expanded("ada@there.example", "bea@else.example"));
            world.script("ada@there.example", QueueWorld.deferred(), QueueWorld.deferred());
            world.script("bea@else.example", QueueWorld.deferred(), QueueWorld.deferred());
            QueueId id = world.send("list@here.example");
            world.untilCarried(3);
            world.untilIdle();
            put(world, id, Rows.appended(id, 1), DAMAGE);
            world.restart();
            world.pass(Duration.ofHours(2));
            world.untilIdle();

            assertThat(world.carried).hasSize(3);
            assertThat(world.queue.messages()).isZero();
            assertThat(world.store.get(Rows.partition(id), Rows.envelope(id))).isPresent();
        }
    }

    @Test
    void aRowOfTheFirstVersionIsReadAsItWasMeant() {
        var old = new ByteWriter(96).octet(Rows.VERSION).octet(1).number(3).instant(Instant.EPOCH);
        Replies.write(old, Replies.ownFault());
        Bytes row = old.optional(Optional.of("mx.example"), ByteWriter::text)
                .text("why")
                .flag(true)
                .toBytes();

        assertThat(StateRow.read(row)).isInstanceOfSatisfying(StateRow.Deferred.class, deferred -> {
            assertThat(deferred.told()).isZero();
            assertThat(deferred.attempts()).isEqualTo(3);
            assertThat(deferred.last().tried()).contains("mx.example");
        });
        assertThat(StateRow.read(Bytes.wrap(new byte[] {Rows.VERSION, 0}))).isEqualTo(new StateRow.Ended(0));
        for (StateRow state : List.of(new StateRow.Ended(2), StateRow.Deferred.untried(Instant.EPOCH, 1))) {
            assertThat(StateRow.read(state.toBytes())).isEqualTo(state);
        }
    }

    @Test
    void anEnvelopeOfTheFirstVersionIsReadAsItWasMeant() {
        Envelope envelope = new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE,
                List.of(new Recipient(
                        new Address("ada", new Domain.Name("example.org")), RcptParameters.NONE, Destination.LOCAL, 0)),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.EPOCH,
                "client.example");
        Bytes then = new EnvelopeRow(envelope, 7, Treatment.NONE).toBytes();
        assertThat(then.at(0))
                .as("a row without marks is one of the first version")
                .isEqualTo((byte) Rows.VERSION);

        assertThat(EnvelopeRow.read(then)).isEqualTo(new EnvelopeRow(envelope, 7, Treatment.NONE));
        Treatment treated = new Treatment(Bytes.utf8("A: b\r\n"), true, Optional.empty());
        assertThat(EnvelopeRow.read(new EnvelopeRow(envelope, 7, treated).toBytes())
                        .treatment())
                .isEqualTo(treated);
    }
}
