package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;

/** Law 2, tried by a crash at every commit of a message's life: before it is on the disk, and after. */
class QueueCrashTest {
    private static final Set<TraceLine.Kind> ENDS = EnumSet.of(
            TraceLine.Kind.DELIVERED,
            TraceLine.Kind.EXPANDED,
            TraceLine.Kind.BOUNCED,
            TraceLine.Kind.EXPIRED,
            TraceLine.Kind.REMOVED);

    @ParameterizedTest
    @EnumSource(
            value = Faults.Fate.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER"})
    void whateverCommitACrashHitsEveryRecipientComesToOneEndAndTheSenderHearsOnce(Faults.Fate fate) {
        long commits = run(Long.MAX_VALUE, fate);
        assertThat(commits).isGreaterThan(6);
        for (long k = 0; k < commits; k++) {
            run(k, fate);
        }
    }

    /** How many commits there were. */
    private static long run(long crashAt, Faults.Fate fate) {
        try (QueueWorld world = new QueueWorld("retry-after", "1m").start()) {
            Result expanded = QueueWorld.expanded("ada@here.example", "eve@there.example");
            world.script("list@here.example", expanded, expanded, expanded);
            world.script("bea@there.example", QueueWorld.deferred());
            world.script("cyd@there.example", QueueWorld.failed(), QueueWorld.failed(), QueueWorld.failed());
            world.store.with(Faults.at(crashAt, fate));
            List<QueueId> taken = new ArrayList<>();
            try {
                taken.add(
                        world.send("list@here.example", "bea@there.example", "cyd@there.example", "dan@here.example"));
            } catch (StoreException e) {
                // not answered with 250: no promise was made, and keeping it all the same is no harm
            }
            world.untilEmpty();
            if (world.store.hasCrashed()) {
                world.restart();
                world.untilEmpty();
            }

            String when = fate + " " + crashAt;
            for (QueueId id : taken) {
                check(world, id, when);
            }
            assertThat(world.queue.list(Filter.ALL, 10)).as(when).isEmpty();
            assertThat(world.store.chunks()).as(when).isZero();
            return world.store.commits();
        }
    }

    private static void check(QueueWorld world, QueueId id, String when) {
        List<String> ended = new ArrayList<>();
        for (TraceLine line : world.queue.traces().story(id)) {
            if (ENDS.contains(line.kind())) {
                ended.addAll(line.recipients());
            }
        }
        boolean bounced = world.kinds(id).contains(TraceLine.Kind.BOUNCED);
        assertThat(ended)
                .as(when)
                .containsExactlyInAnyOrder(
                        "list@here.example",
                        "ada@here.example",
                        "eve@there.example",
                        "bea@there.example",
                        "cyd@there.example",
                        "dan@here.example");
        long notices = world.queue.traces().find(QueueWorld.SENDER, 10).stream()
                .filter(other -> !other.equals(id))
                .count();
        assertThat(notices).as(when).isEqualTo(bounced ? 1 : 0);
        assertThat(world.store.blobs().size(Rows.blob(id))).as(when).isEmpty();
    }
}
