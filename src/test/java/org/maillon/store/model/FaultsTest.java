package org.maillon.store.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store.Direction;
import org.maillon.store.StoreException;

class FaultsTest {
    private static final Partition QUEUE = Partition.journal("queue/00");

    private final AtomicInteger pauses = new AtomicInteger();
    private final ModelStore store = new ModelStore(pauses::incrementAndGet);

    private void put(String key) {
        store.commit(Batch.of(QUEUE).put(Bytes.utf8(key), Bytes.EMPTY).build());
    }

    private List<String> keys() {
        return store.scan(QUEUE, KeyRange.all(), 99, Direction.FORWARD).stream()
                .map(row -> row.key().asUtf8())
                .toList();
    }

    @Test
    void crashesBetweenTwoCommitsAndComesBackWithWhatWasDurable() {
        store.crashAfter(2);
        put("a");
        put("b");
        assertThatThrownBy(() -> put("c")).isInstanceOf(StoreException.class);
        assertThat(store.hasCrashed()).isTrue();
        assertThatThrownBy(() -> put("d")).isInstanceOf(StoreException.class);
        assertThatThrownBy(this::keys).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.version(QUEUE)).isInstanceOf(StoreException.class);
        store.reopen();
        assertThat(keys()).containsExactly("a", "b");
        put("e");
        assertThat(store.commits()).isEqualTo(3);
    }

    @Test
    void crashesAfterACommitIsDurableButBeforeAnyoneHearsOfIt() {
        store.with(Faults.at(1, Faults.Fate.CRASH_AFTER));
        put("a");
        assertThatThrownBy(() -> put("b")).isInstanceOf(StoreException.class);
        assertThat(store.reopen().hasCrashed()).isFalse();
        assertThat(keys()).containsExactly("a", "b");
    }

    @Test
    void isFullOnceAndGoesOn() {
        store.with(Faults.at(0, Faults.Fate.FULL));
        assertThatThrownBy(() -> put("a"))
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .matches(StoreException::isFull);
        put("b");
        assertThat(keys()).containsExactly("b");
    }

    @Test
    void failsOnceAndGoesOn() {
        store.with(Faults.at(0, Faults.Fate.FAIL));
        assertThatThrownBy(() -> put("a"))
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .matches(failure -> !failure.isFull());
        put("b");
        assertThat(keys()).containsExactly("b");
    }

    @Test
    void aSlowCommitPausesItsCaller() {
        store.with(Faults.at(0, Faults.Fate.COMMIT_SLOWLY));
        put("a");
        put("b");
        assertThat(pauses).hasValue(1);
        assertThat(keys()).containsExactly("a", "b");
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertThat(story(42)).isEqualTo(story(42)).isNotEqualTo(story(43));
        assertThat(story(42)).contains(Faults.Fate.values());
    }

    private static List<Faults.Fate> story(long seed) {
        Faults faults = Faults.seeded(new Random(seed), 10, 10, 10);
        List<Faults.Fate> story = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            story.add(faults.next(Batch.of(QUEUE).build()));
        }
        return story;
    }
}
