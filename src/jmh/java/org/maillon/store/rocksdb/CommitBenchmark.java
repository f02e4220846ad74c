package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Commit;
import org.maillon.store.Partition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Messages into the store and out of it, each commit synced to the disk of the temporary folder. Operations are messages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(20)
public class CommitBenchmark {
    private static final Partition SHARD = Partition.journal("queue/7");
    private static final List<String> HOLDER = List.of("queue");

    @Param({"4096", "65536"})
    private int octets;

    private final AtomicLong serial = new AtomicLong();
    private final Path folder;
    private final RocksStore store;
    private byte[] body = {};

    public CommitBenchmark() {
        try {
            folder = Files.createTempDirectory("maillon-commit");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store = RocksStore.open(folder, Settings.defaults(RocksSettings.class));
    }

    @Setup
    public void write() {
        body = new byte[octets];
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One commit: what stands between the text's end and the 250. The second one follows patiently, as the queue's does. */
    @Benchmark
    public Commit keepAndRelease() {
        long number = serial.incrementAndGet();
        BlobId id = new BlobId(SHARD, key('b', number));
        keep(id, number);
        return store.commit(Batch.of(SHARD)
                .delete(key('e', number))
                .delete(key('s', number))
                .put(key('t', number), Bytes.wrap(new byte[120]))
                .release(id, HOLDER.getFirst())
                .patiently()
                .build());
    }

    private void keep(BlobId id, long number) {
        try (BlobWriter writer = store.blobs().writer(id)) {
            writer.write(body, 0, body.length);
            store.commit(Batch.of(SHARD)
                    .put(key('e', number), Bytes.wrap(new byte[120]))
                    .put(key('s', number), Bytes.wrap(new byte[40]))
                    .put(key('a', number), Bytes.wrap(new byte[120]))
                    .keep(writer.finish(), HOLDER)
                    .build());
        }
    }

    private static Bytes key(char kind, long number) {
        return new ByteWriter(9).octet(kind).int64(number).toBytes();
    }
}
