package org.maillon.store.rocksdb;

/** The column families, in the order in which they were created; so that each has the id RocksDB gave it. */
enum Column {
    /** Rows and versions. */
    ROWS(0, "default"),
    /** One small row per blob: its size and who holds it. */
    BLOBS(1, "blobs"),
    /** The blobs' octets; what outlives the memtable lies in blob files, which compaction does not rewrite. */
    CHUNKS(2, "chunks");

    final int id;
    final String title;

    Column(int id, String title) {
        this.id = id;
        this.title = title;
    }
}
