package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Partition;

/**
 * Law 1 against loss of power. {@code kill -9} takes nothing from the operating system, which still writes out what it was
 * given; power that fails takes what was not synced, wholly, in part, or page by page in any order.
 *
 * <p>Which octets were synced is known exactly here: the callers come to rest, so that no commit is under way, and the
 * log's length then is what the last answered commit's sync covered, or less. Behind that, chunks of large messages are
 * written, which no sync of their own follows. A copy of the folder is what was in the operating system's memory; whatever
 * is done to its last log behind the synced length is a disk that power loss could have left. In front of it nothing is
 * touched. Only the last log is damaged: those before it were synced as it was begun.
 *
 * <p>{@code -Dpower.seed=N} plays one round again.
 */
class PowerLossTest {
    private static final int ROUNDS = 40;
    private static final int PAGE = 4096;
    private static final Partition HOME = Partition.journal("queue/00");

    @TempDir
    Path folder;

    /** What became of the octets that no sync covered. */
    private enum Damage {
        CUT,
        ZEROES_TO_THE_END,
        A_PAGE_MISSING,
        FLIPPED_BITS,
        GARBAGE,
        CUT_AND_GARBAGE
    }

    @Test
    void whatWasAnsweredSurvivesWhateverBecomesOfTheUnsyncedTail() throws IOException {
        Long one = Long.getLong("power.seed");
        long first = one != null ? one : System.nanoTime();
        for (int round = 0; round < (one != null ? 1 : ROUNDS); round++) {
            play(first + round);
        }
    }

    private void play(long seed) throws IOException {
        System.out.println("-Dpower.seed=" + seed);
        Random random = new Random(seed);
        Path alive = folder.resolve("alive" + seed);
        Path left = folder.resolve("left" + seed);
        List<String> answered = new ArrayList<>();
        long synced;
        try (RocksStore store = RocksStore.open(alive, RocksEngine.SMALL)) {
            for (int i = random.nextInt(30); i >= 0; i--) {
                String name = "m" + answered.size();
                keep(store, name, size(random));
                answered.add(name);
            }
            synced = Files.size(lastLog(alive));
            writeUnsynced(store, random);
            RocksEngine.copy(alive, left);
        }
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        damage(lastLog(left), synced, damage, random);
        try (RocksStore store = RocksStore.open(left, RocksEngine.SMALL)) {
            for (String name : answered) {
                assertWhole(store, name, "-Dpower.seed=" + seed + " " + damage + ": " + name);
            }
            keep(store, "after", 100);
        }
    }

    /** Below and above the size from which a blob is written in pieces. */
    private static int size(Random random) {
        return random.nextInt(4) == 0 ? 3 * (int) RocksEngine.SMALL.chunkSize().octets() : random.nextInt(500);
    }

    private static byte[] octets(String name, int size) {
        byte[] octets = new byte[size];
        new Random(name.hashCode()).nextBytes(octets);
        return octets;
    }

    private static void keep(RocksStore store, String name, int size) {
        BlobId id = new BlobId(HOME, Bytes.utf8(name));
        try (BlobWriter writer = store.blobs().writer(id)) {
            writer.write(octets(name, size), 0, size);
            store.commit(Batch.of(HOME)
                    .put(Bytes.utf8(name), Bytes.utf8(Integer.toString(size)))
                    .keep(writer.finish(), List.of("q"))
                    .build());
        }
    }

    private static void assertWhole(RocksStore store, String name, String as) throws IOException {
        int size = Integer.parseInt(
                store.get(HOME, Bytes.utf8(name)).map(Bytes::asUtf8).orElse("-1"));
        assertThat(size).as(as).isNotNegative();
        try (InputStream in =
                store.blobs().read(new BlobId(HOME, Bytes.utf8(name))).orElseThrow()) {
            assertThat(in.readAllBytes()).as(as).isEqualTo(octets(name, size));
        }
    }

    /** Messages on their way in: in the log, and in no sync. */
    private static void writeUnsynced(RocksStore store, Random random) {
        int chunk = (int) RocksEngine.SMALL.chunkSize().octets();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            BlobWriter never = store.blobs().writer(new BlobId(HOME, Bytes.utf8("never" + i)));
            int size = chunk * random.nextInt(2, 12) + 1;
            never.write(octets("never" + i, size), 0, size);
        }
    }

    private static Path lastLog(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    private static void damage(Path log, long synced, Damage damage, Random random) throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = file.size();
            assertThat(end).as("octets without a sync").isGreaterThan(synced);
            long at = random.nextLong(synced, end);
            switch (damage) {
                case CUT -> file.truncate(at);
                case ZEROES_TO_THE_END -> file.write(ByteBuffer.allocate((int) (end - at)), at);
                case A_PAGE_MISSING -> {
                    long page = Math.max(synced, at / PAGE * PAGE);
                    file.write(ByteBuffer.allocate((int) Math.min(PAGE, end - page)), page);
                }
                case FLIPPED_BITS -> file.write(noise(1 + random.nextInt(8), random), Math.max(synced, at - 8));
                case GARBAGE -> file.write(noise((int) (end - at), random), at);
                case CUT_AND_GARBAGE -> {
                    file.truncate(at);
                    file.write(noise(random.nextInt(1, 100_000), random), at);
                }
            }
        }
    }

    private static ByteBuffer noise(int length, Random random) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return ByteBuffer.wrap(octets);
    }
}
