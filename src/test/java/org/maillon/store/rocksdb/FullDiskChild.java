package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store.Direction;
import org.maillon.store.StoreException;

/** Fills its disk to the last octet, makes room, and says what the store did meanwhile. */
final class FullDiskChild {
    private static final Partition HOME = Partition.journal("queue/00");

    private FullDiskChild() {}

    public static void main(String[] arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        Path ballast = Files.write(disk.resolve("ballast"), new byte[24 << 20]);
        RocksSettings settings = Settings.read(RocksSettings.class, Map.of("reserve", "0", "write-memory", "16MiB"));
        int kept = 0;
        try (RocksStore store = RocksStore.open(disk.resolve("data"), settings)) {
            while (keep(store, kept)) {
                kept++;
            }
            System.out.println("full");
            System.out.println(rows(store) == kept ? "reads" : "reads wrongly");
            Files.delete(ballast);
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> keep(store, 1_000_000));
            System.out.println("writes again");
        }
        try (RocksStore store = RocksStore.open(disk.resolve("data"), settings)) {
            System.out.println(rows(store) == kept + 1 ? "nothing lost" : "lost");
        }
    }

    private static int rows(RocksStore store) {
        return store.scan(HOME, KeyRange.all(), Integer.MAX_VALUE, Direction.FORWARD)
                .size();
    }

    private static boolean keep(RocksStore store, int number) {
        byte[] octets = new byte[16_000];
        new Random(number).nextBytes(octets);
        BlobWriter writer = store.blobs().writer(new BlobId(HOME, Bytes.utf8("b" + number)));
        writer.write(octets, 0, octets.length);
        try {
            store.commit(Batch.of(HOME)
                    .put(Bytes.utf8("k" + number), Bytes.EMPTY)
                    .keep(writer.finish(), List.of("q"))
                    .build());
            return true;
        } catch (StoreException e) {
            if (!e.isFull()) {
                throw e;
            }
            return false;
        }
    }
}
