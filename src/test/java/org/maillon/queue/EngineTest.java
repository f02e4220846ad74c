package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;

/** Where no thread can be had for an attempt. */
class EngineTest {
    private volatile Instant now = Instant.parse("2026-11-23T13:00:00Z");
    private volatile boolean memoryIsOut = true;
    private final List<Runnable> threads = new ArrayList<>();
    private final List<Share> tried = new ArrayList<>();
    private final Engine engine = new Engine(
            new QueuePolicy(Settings.defaults(QueueSettings.class), List.of()),
            new Queue.Time(() -> now, Pauses.REAL),
            this::start);

    private void start(Runnable thread) {
        if (memoryIsOut) {
            throw new OutOfMemoryError("for the test");
        }
        threads.add(thread);
    }

    private Envelope envelope() {
        return new Envelope(
                new ReversePath.Sender(QueueWorld.SENDER),
                MailParameters.NONE,
                QueueWorld.recipients(0, "ada@here.example"),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                now,
                "client.example [192.0.2.7]");
    }

    @Test
    void aShareForWhichThereWasNoThreadWaitsForAMinuteAndItsClientHearsNothingOfIt() {
        engine.run(tried::add);
        assertThatCode(() -> engine.enqueued(QueueId.of(now.toEpochMilli(), 1, 1), envelope(), false))
                .doesNotThrowAnyException();
        assertThat(engine.<Integer>change(Scheduler::running)).isZero();
        memoryIsOut = false;
        now = now.plus(Duration.ofMillis(59_999));
        assertThat(engine.<Integer>change(Scheduler::running)).isZero();
        now = now.plus(Duration.ofMillis(1));
        engine.change(Scheduler::size);

        assertThat(engine.<Integer>change(Scheduler::running)).isEqualTo(1);
        threads.removeFirst().run();
        assertThat(tried).hasSize(1);
        assertThat(threads).isEmpty();
        assertThat(engine.stop(Duration.ofSeconds(10)))
                .as("none is thought to be under way")
                .isTrue();
    }
}
