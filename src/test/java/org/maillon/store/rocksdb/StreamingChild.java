package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Partition;

/** Writes and reads a blob that is larger than the memory it was given. */
final class StreamingChild {
    private static final int PIECES = 64;

    private StreamingChild() {}

    public static void main(String[] arguments) throws IOException {
        Partition home = Partition.journal("queue/00");
        BlobId id = new BlobId(home, Bytes.utf8("large"));
        byte[] piece = new byte[1 << 20];
        try (RocksStore store = RocksStore.open(Path.of(arguments[0]), RocksEngine.SMALL)) {
            BlobWriter writer = store.blobs().writer(id);
            for (int i = 0; i < PIECES; i++) {
                writer.write(piece, 0, piece.length);
            }
            store.commit(Batch.of(home).keep(writer.finish(), List.of("q")).build());
            try (InputStream in = store.blobs().read(id).orElseThrow()) {
                System.out.println(in.skip(1) + drain(in, piece));
            }
        }
    }

    private static long drain(InputStream in, byte[] piece) throws IOException {
        long all = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            all += read;
        }
        return all;
    }
}
