/**
 * The store's default engine: RocksDB, embedded, in one folder.
 *
 * <p>The threat is a lie told in good faith: an answer given for octets that a loss of power takes back, and the price of
 * not lying, a disk sync for each message. So one platform thread, the {@link org.maillon.store.rocksdb.Committer},
 * drains all waiting batches into one native write batch and syncs the write-ahead log once for all of them; the
 * callers, virtual threads, park meanwhile and no carrier waits in native code for the disk.
 *
 * <p>A batch's way: encoded by its caller ({@link org.maillon.store.rocksdb.WriteRecords}) → waiting in the
 * {@link org.maillon.store.rocksdb.CommitQueue}, which is bounded → its conditions checked, in order, against the store
 * and what stands earlier in the same {@link org.maillon.store.rocksdb.Group} → written and synced → its caller woken.
 * Where keys lie is in {@link org.maillon.store.rocksdb.Keys}; how blobs live and die in
 * {@link org.maillon.store.rocksdb.RocksBlobs}.
 *
 * <p>It does not replicate, and it does not repair a damaged disk: what RocksDB's checksums refuse is an exception. Start
 * reading at {@link org.maillon.store.rocksdb.RocksStore}; the figures are in docs/adr/0003.
 */
@NullMarked
package org.maillon.store.rocksdb;

import org.jspecify.annotations.NullMarked;
