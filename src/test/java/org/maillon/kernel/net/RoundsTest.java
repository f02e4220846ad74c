package org.maillon.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final AtomicInteger rounds = new AtomicInteger();
    private final List<Throwable> complaints = new CopyOnWriteArrayList<>();

    private void round() {
        switch (rounds.incrementAndGet()) {
            case 1 -> throw new OutOfMemoryError("for the test");
            case 2 -> throw new StackOverflowError("for the test");
            case 3 -> throw new IllegalStateException("for the test");
            default -> {}
        }
    }

    @Test
    void goOnAfterAnErrorAndComplainOnceInAMinute() {
        try (Rounds _ = Rounds.start("rounds", Duration.ofMillis(1), this::round, complaints::add)) {
            await().until(() -> rounds.get() > 5);
        }
        assertThat(complaints).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void goOnWhereNotEvenTheComplaintIsPossible() {
        try (Rounds _ = Rounds.start("rounds", Duration.ofMillis(1), this::round, _ -> {
            throw new OutOfMemoryError("for the test");
        })) {
            await().until(() -> rounds.get() > 5);
        }
    }

    @Test
    void endWhenTheyAreClosed() {
        Rounds closed = Rounds.start("rounds", Duration.ofMillis(1), this::round, complaints::add);
        await().until(() -> rounds.get() > 5);
        closed.close();
        AtomicInteger others = new AtomicInteger();
        try (Rounds _ = Rounds.start("others", Duration.ofMillis(1), others::incrementAndGet, complaints::add)) {
            await().until(() -> others.get() > 5); // the last round may still have been under way
            int last = rounds.get();
            await().until(() -> others.get() > 50);
            assertThat(rounds).hasValue(last);
        }
    }
}
