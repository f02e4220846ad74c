package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Commit;
import org.maillon.store.Partition;
import org.maillon.store.StoreException;

class DiskSpaceTest {
    private static final Partition HOME = Partition.journal("queue/00");
    private static final long RESERVE = 1 << 20;

    @TempDir
    Path folder;

    private final AtomicLong usable = new AtomicLong(RESERVE);

    private RocksStore open() {
        RocksSettings settings = Settings.read(RocksSettings.class, Map.of("reserve", "1MiB", "chunk-size", "4KiB"));
        return RocksStore.open(folder.resolve("data"), settings, usable::get);
    }

    private static Commit keep(RocksStore store, String name, int size) {
        try (BlobWriter writer = store.blobs().writer(new BlobId(HOME, Bytes.utf8(name)))) {
            writer.write(new byte[size], 0, size);
            return store.commit(
                    Batch.of(HOME).keep(writer.finish(), List.of("q")).build());
        }
    }

    @Test
    void belowTheReserveNewMailWaitsAndDeliveriesGoOn() {
        try (RocksStore store = open()) {
            keep(store, "at the reserve", 10);
            usable.set(RESERVE - 1);
            for (int size : new int[] {10, 10_000}) {
                assertThatThrownBy(() -> keep(store, "below", size))
                        .hasMessageContaining("less than 1MiB")
                        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                        .matches(StoreException::isFull);
            }
            BlobId id = new BlobId(HOME, Bytes.utf8("at the reserve"));
            assertThat(store.commit(Batch.of(HOME)
                            .put(Bytes.utf8("end"), Bytes.EMPTY)
                            .release(id, "q")
                            .build()))
                    .isInstanceOf(Commit.Committed.class);
            usable.set(RESERVE);
            keep(store, "room again", 10_000);
        }
    }

    /** On a real file system of 64 MiB, in a mount namespace of its own. */
    @Test
    @Tag("peer")
    void goesOnByItselfAfterTheDiskWasFull() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> child = Jvm.command(FullDiskChild.class, disk);
        String script = "mount -t tmpfs -o size=64m tmpfs \"$0\" && exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, disk.toString()));
        command.addAll(child);
        Path errors = folder.resolve("errors");
        Process process = Jvm.start(errors.toFile(), command);
        List<String> said = process.inputReader()
                .lines()
                .filter(line -> !line.contains("store-committer")) // the log's own lines
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).as(Files.readString(errors)).containsExactly("full", "reads", "writes again", "nothing lost");
    }

    @Test
    void aBlobLargerThanMemoryStreamsThrough() throws Exception {
        Path errors = folder.resolve("errors");
        Process process = Jvm.start(errors.toFile(), Jvm.command(StreamingChild.class, folder.resolve("data")));
        assertThat(process.inputReader().readLine())
                .as(Files.readString(errors))
                .isEqualTo(String.valueOf(64L << 20));
        process.waitFor();
    }
}
