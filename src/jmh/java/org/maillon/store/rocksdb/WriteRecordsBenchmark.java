package org.maillon.store.rocksdb;

import java.util.concurrent.TimeUnit;
import org.maillon.kernel.Bytes;
import org.maillon.store.Partition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the committer does in Java for a group: the messages' records into one native batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteRecordsBenchmark {
    private static final int ROWS = 4;
    private static final Partition SHARD = Partition.journal("queue/7");

    @Param({"1", "20"})
    private int messages;

    private WriteRecords[] group = {};

    @Setup
    public void fill() {
        group = new WriteRecords[messages];
        for (int i = 0; i < messages; i++) {
            group[i] = message(i);
        }
    }

    private static WriteRecords message(int number) {
        WriteRecords records = new WriteRecords(512);
        for (int row = 0; row < ROWS; row++) {
            byte[] key = Keys.row(SHARD, Bytes.utf8("%c%010d".formatted('a' + row, number)));
            records.put(Column.ROWS, key, new byte[120]);
        }
        records.put(Column.CHUNKS, Keys.row(SHARD, Bytes.utf8("%010d".formatted(number))), new byte[4096]);
        return records;
    }

    @Benchmark
    public byte[] toBatch() {
        WriteRecords all = new WriteRecords(64 << 10);
        for (WriteRecords one : group) {
            all.add(one);
        }
        return all.toBatch();
    }
}
