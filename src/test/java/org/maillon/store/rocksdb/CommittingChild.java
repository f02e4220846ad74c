package org.maillon.store.rocksdb;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Partition;

/** Commits for as long as it lives, and prints the name of each commit once it was told that it is durable. */
final class CommittingChild {
    static final Partition HOME = Partition.journal("queue/00");
    private static final int WRITERS = 8;

    private CommittingChild() {}

    public static void main(String[] arguments) {
        RocksStore store = RocksStore.open(Path.of(arguments[0]), RocksEngine.SMALL);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = arguments[1] + "-" + writer + "-";
                executor.execute(() -> commitForEver(store, prefix));
            }
        }
    }

    private static void commitForEver(RocksStore store, String prefix) {
        for (int i = 0; ; i++) {
            String name = prefix + i;
            BlobWriter writer = store.blobs().writer(blob(name));
            byte[] octets = octets(name);
            writer.write(octets, 0, octets.length);
            store.commit(Batch.of(HOME)
                    .put(Bytes.utf8(name), Bytes.utf8("row of " + name))
                    .keep(writer.finish(), List.of("q"))
                    .build());
            synchronized (System.out) {
                System.out.println(name);
                System.out.flush();
            }
        }
    }

    static BlobId blob(String name) {
        return new BlobId(HOME, Bytes.utf8(name));
    }

    /** Every tenth is large. */
    static byte[] octets(String name) {
        byte[] octets = new byte[name.endsWith("0") ? 20_000 : 1000];
        Arrays.fill(octets, (byte) name.hashCode());
        return octets;
    }
}
