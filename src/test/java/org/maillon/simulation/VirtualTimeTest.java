package org.maillon.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime(new SplittableRandom(1));
    private final Fibers fibers = new Fibers(time);

    @Test
    void aMonitorThatARealThreadHoldsIsWaitedForWithinTheTurn() throws InterruptedException {
        Object monitor = new Object();
        List<String> told = new ArrayList<>();
        CountDownLatch held = new CountDownLatch(1);
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Thread holder = Thread.ofPlatform().start(() -> {
            synchronized (monitor) {
                held.countDown();
                while (waiting.get() == null || waiting.get().getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
            }
        });
        held.await();

        fibers.start("first", () -> {
            waiting.set(Thread.currentThread());
            synchronized (monitor) {
                told.add("first");
            }
        });
        assertThat(time.step()).isTrue();
        assertThat(told).containsExactly("first");
        assertThat(time.step()).isFalse();
        holder.join();
    }

    @Test
    void realTimeIsNotPartOfAWorld() {
        fibers.start(
                "impatient", () -> LockSupport.parkNanos(Duration.ofMillis(1).toNanos()));
        assertThat(time.step()).isTrue();
        assertThatThrownBy(() -> {
                    while (true) {
                        time.step();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not simulated");
    }
}
