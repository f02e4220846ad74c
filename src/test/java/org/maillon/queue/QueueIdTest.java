package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.ByteReader;

class QueueIdTest {
    @Test
    void comesBackFromTextAndFromOctets() {
        SplittableRandom entropy = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            QueueId id = QueueId.of(entropy.nextLong(1L << 42), entropy.nextInt(64), entropy.nextInt());

            assertThat(QueueId.parse(id.toString())).isEqualTo(id);
            assertThat(QueueId.parse(id.toString().toLowerCase(Locale.ROOT))).isEqualTo(id);
            assertThat(QueueId.read(new ByteReader(id.toBytes()))).isEqualTo(id);
        }
    }

    @Test
    void sortsTheSameAsValueOctetsAndText() {
        SplittableRandom entropy = new SplittableRandom(2);
        for (int i = 0; i < 1000; i++) {
            QueueId a = QueueId.of(entropy.nextLong(1L << 42), entropy.nextInt(64), entropy.nextInt());
            QueueId b = QueueId.of(entropy.nextBoolean() ? a.epochMillis() : 7, a.shard(), entropy.nextInt());

            assertThat(Integer.signum(a.toBytes().compareTo(b.toBytes()))).isEqualTo(Integer.signum(a.compareTo(b)));
            assertThat(Integer.signum(a.toString().compareTo(b.toString()))).isEqualTo(Integer.signum(a.compareTo(b)));
        }
    }

    @Test
    void tellsTimeAndShard() {
        QueueId id = QueueId.of(1_795_440_000_123L, 63, -1);

        assertThat(id.epochMillis()).isEqualTo(1_795_440_000_123L);
        assertThat(id.shard()).isEqualTo(63);
    }

    @Test
    void refusesWhatIsNoId() {
        assertThatThrownBy(() -> QueueId.parse("short")).hasMessageContaining("16 characters");
        assertThatThrownBy(() -> QueueId.parse("0123456789ABCDEU")).hasMessageContaining("'U'");
    }

    @Test
    void isNeverGivenTwiceThoughTheClockIsSetBack() {
        Instant[] now = {Instant.parse("2026-11-23T13:00:00Z")};
        InstantSource clock = () -> now[0];
        QueueIds ids = new QueueIds(clock, new SplittableRandom(3));
        Set<QueueId> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            now[0] = now[0].plusMillis(i % 7 - 3);
            assertThat(seen.add(ids.next())).isTrue();
        }
        assertThat(seen.stream().map(QueueId::shard).distinct()).hasSize(64);
    }

    /** The time in the id decides when a message expires. */
    @Test
    void aClockThatWasWrongForAMomentLeavesNoTraceInLaterIds() {
        Instant[] now = {Instant.parse("2036-11-23T13:00:00Z")};
        QueueIds ids = new QueueIds(() -> now[0], new SplittableRandom(3));
        ids.next();
        now[0] = Instant.parse("2026-11-23T13:00:00Z");

        assertThat(ids.next().epochMillis()).isEqualTo(now[0].toEpochMilli());
    }
}
