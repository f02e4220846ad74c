package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;

/** Whatever commit a crash hits: of each recipient one notice of delay, and one of success. */
class DelayCrashTest {
    private static final RcptParameters ALL =
            new RcptParameters(Optional.of(Set.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY)), Optional.empty());

    @ParameterizedTest
    @EnumSource(
            value = Faults.Fate.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER"})
    void aSenderHearsOnceOfEachDelayAndOfEachSuccess(Faults.Fate fate) {
        long commits = run(Long.MAX_VALUE, fate);
        assertThat(commits).isGreaterThan(12);
        for (long k = 0; k < commits; k++) {
            run(k, fate);
        }
    }

    private static long run(long crashAt, Faults.Fate fate) {
        try (QueueWorld world = new QueueWorld("retry-after", "1h").start()) {
            script(world, "bea@there.example");
            script(world, "eve@else.example");
            world.store.with(Faults.at(crashAt, fate));
            List<QueueId> taken = new ArrayList<>();
            try {
                List<Recipient> recipients =
                        QueueWorld.recipients(0, "bea@there.example", "eve@else.example", "dan@here.example").stream()
                                .map(r -> new Recipient(r.address(), ALL, r.destination(), 0))
                                .toList();
                taken.add(world.send(world.envelope(MailParameters.NONE, recipients), "X: 1\r\n\r\n"));
            } catch (StoreException e) {
                // not answered with 250: no promise was made
            }
            live(world);
            if (world.store.hasCrashed()) {
                world.restart();
                live(world);
            }
            for (QueueId id : taken) {
                check(world, id, fate + " " + crashAt);
            }
            assertThat(world.queue.list(Filter.ALL, 10)).isEmpty();
            return world.store.commits();
        }
    }

    /** Late, and then taken by a server that tells nothing. */
    private static void script(QueueWorld world, String address) {
        List<Result> results = new ArrayList<>(Collections.nCopies(9, QueueWorld.deferred()));
        results.addAll(Collections.nCopies(
                10, new Result.Delivered("mx.there.example [192.0.2.1]:25", QueueWorld.OK, false, true)));
        world.script(address, results.toArray(Result[]::new));
    }

    private static void live(QueueWorld world) {
        for (int hour = 0; hour < 16 && !world.store.hasCrashed(); hour++) {
            idle(world);
            world.pass(Duration.ofHours(1));
            idle(world);
            Thread round =
                    Thread.ofVirtual().start(world.queue.upkeep()::tellDelays); // it waits for a store that is gone
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !round.isAlive() || world.store.hasCrashed());
        }
        idle(world);
    }

    private static void idle(QueueWorld world) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> world.store.hasCrashed()
                        || world.queue.summary().stream().allMatch(s -> s.running() == 0));
    }

    private static void check(QueueWorld world, QueueId id, String when) {
        Map<String, List<String>> told = new HashMap<>();
        for (TraceLine line : world.queue.traces().story(id)) {
            if (line.kind() == TraceLine.Kind.NOTICE) {
                String kind = line.text().substring(0, line.text().indexOf(" goes"));
                told.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(line.recipients());
            }
        }
        assertThat(told).as(when).containsOnlyKeys("a notice of delay", "a notice of success");
        assertThat(told.get("a notice of delay"))
                .as(when)
                .containsExactlyInAnyOrder("bea@there.example", "eve@else.example");
        assertThat(told.get("a notice of success"))
                .as(when)
                .containsExactlyInAnyOrder("bea@there.example", "eve@else.example", "dan@here.example");
        List<QueueId> notices = world.queue.traces().find(QueueWorld.SENDER, 10).stream()
                .filter(other -> !other.equals(id))
                .toList();
        assertThat(notices)
                .as(when)
                .hasSize(4)
                .allSatisfy(notice -> assertThat(world.kinds(notice))
                        .containsExactly(TraceLine.Kind.TAKEN, TraceLine.Kind.DELIVERED));
    }
}
