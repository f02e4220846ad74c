package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store.Direction;
import org.maillon.store.StoreException;

/** Lets its own writes fail, for another reason than want of room, and says what the store did. */
final class UnwritableChild {
    private static final Partition HOME = Partition.journal("queue/00");

    private int kept;

    private UnwritableChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data = Path.of(arguments[0]);
        UnwritableChild child = new UnwritableChild();
        try (RocksStore store = RocksStore.open(data, RocksEngine.SMALL)) {
            child.live(store);
        }
        try (RocksStore store = RocksStore.open(data, RocksEngine.SMALL)) {
            System.out.println(rows(store) >= child.kept ? "nothing lost" : "lost");
        }
    }

    private void live(RocksStore store) throws IOException, InterruptedException {
        while (kept < 20) {
            keep(store);
        }
        letFilesGrowTo("20000");
        while (keep(store)) {
            // the log still has room
        }
        System.out.println("fails");
        System.out.println(rows(store) >= kept ? "reads" : "reads wrongly");
        System.out.println(keep(store) ? "goes on" : "fails again");
        System.out.println(rows(store) >= kept ? "reads" : "reads wrongly");
        letFilesGrowTo("unlimited");
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> keep(store));
        System.out.println("writes again");
    }

    private static void letFilesGrowTo(String octets) throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("prlimit", "--pid", self, "--fsize=" + octets + ":")
                .inheritIO()
                .start()
                .waitFor();
    }

    private static int rows(RocksStore store) {
        return store.scan(HOME, KeyRange.all(), Integer.MAX_VALUE, Direction.FORWARD)
                .size();
    }

    private boolean keep(RocksStore store) {
        try {
            store.commit(Batch.of(HOME)
                    .put(Bytes.utf8("row " + kept), Bytes.wrap(new byte[500]))
                    .build());
            kept++;
            return true;
        } catch (StoreException _) {
            return false;
        }
    }
}
