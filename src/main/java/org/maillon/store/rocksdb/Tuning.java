package org.maillon.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/** RocksDB set up for a mail queue: rows that live for milliseconds beside mail that lives for years. */
final class Tuning implements AutoCloseable {
    private static final int BLOOM_BITS = 10;
    private static final long SMALLEST_IN_BLOB_FILE = 1024;

    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
    private final ColumnFamilyOptions rows;
    private final ColumnFamilyOptions chunks;
    final DBOptions options;

    Tuning(RocksSettings settings) {
        cache = new LRUCache(settings.readCache().octets());
        rows = rows(settings);
        chunks = chunks(settings);
        options = database(settings);
    }

    List<ColumnFamilyDescriptor> columns() {
        return Arrays.stream(Column.values())
                .map(column -> new ColumnFamilyDescriptor(
                        column.title.getBytes(StandardCharsets.UTF_8), column == Column.CHUNKS ? chunks : rows))
                .toList();
    }

    private static DBOptions database(RocksSettings settings) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // All that was answered for lies before a successful sync, so the first damage in the log lies behind
                // it: stop there, and start. TolerateCorruptedTailRecords forgives a record cut short, but not one
                // whose pages a loss of power wrote in another order, and would leave the server down for nothing.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxTotalWalSize(settings.walSize().octets())
                .setDbWriteBufferSize(settings.writeMemory().octets())
                .setMaxOpenFiles(settings.maxOpenFiles())
                .setIncreaseParallelism(settings.backgroundThreads())
                .setMaxBackgroundJobs(settings.backgroundThreads())
                .setBytesPerSync(1 << 20) // no bursts of dirty pages before which a log sync would have to wait
                .setWalBytesPerSync(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 << 20)
                .setKeepLogFileNum(4)
                .setStatsDumpPeriodSec(0)
                // After a full disk RocksDB looks every few seconds whether there is room again, and goes on by itself.
                .setMaxBgErrorResumeCount(Integer.MAX_VALUE)
                .setBgerrorResumeRetryInterval(1_000_000);
    }

    private ColumnFamilyOptions rows(RocksSettings settings) {
        return shared(settings).setMaxBytesForLevelBase(64L << 20).setTargetFileSizeBase(16L << 20);
    }

    private ColumnFamilyOptions chunks(RocksSettings settings) {
        // The tree holds only keys and places in blob files, some 50 octets a message: small levels make compaction
        // reach, and so free, what was deleted.
        return shared(settings)
                .setMaxBytesForLevelBase(4L << 20)
                .setTargetFileSizeBase(2L << 20)
                .setEnableBlobFiles(true)
                .setMinBlobSize(SMALLEST_IN_BLOB_FILE)
                .setBlobFileSize(128L << 20)
                .setBlobCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(0.5)
                .setBlobGarbageCollectionForceThreshold(0.5);
    }

    private ColumnFamilyOptions shared(RocksSettings settings) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(filter)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                // Two memtables merge before they go to disk: a row put into one and deleted in the next dies there.
                .setWriteBufferSize(Math.max(1 << 20, settings.writeMemory().octets() / 4))
                .setMinWriteBufferNumberToMerge(2)
                .setMaxWriteBufferNumber(6)
                .setPeriodicCompactionSeconds(Duration.ofDays(2).toSeconds());
    }

    @Override
    public void close() {
        options.close();
        rows.close();
        chunks.close();
        filter.close();
        cache.close();
    }
}
