package org.maillon.store.rocksdb;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How much memory and disk the engine may take. */
public record RocksSettings(
        @Setting(
                value = "192MiB",
                min = 4 << 20,
                doc =
                        "Memory for rows and messages not yet in their files; mail that is delivered before it fills never"
                                + " costs a second write.")
        ByteSize writeMemory,

        @Setting(value = "64MiB", min = 1 << 20, doc = "Memory for blocks of files read lately.")
        ByteSize readCache,

        @Setting(
                value = "256MiB",
                min = 4 << 20,
                doc = "The write-ahead log's greatest size: what is read again after a crash.")
        ByteSize walSize,

        @Setting(value = "512", min = 64, max = 1_000_000, doc = "Files held open at once.")
        int maxOpenFiles,

        @Setting(value = "2", min = 1, max = 64, doc = "Threads that flush and compact in the background.")
        int backgroundThreads,

        @Setting(
                value = "128KiB",
                min = 1024,
                max = 16 << 20,
                doc = "Messages up to this size are written in one piece with their queue row; larger ones in pieces of"
                        + " it, which is also the memory that a message on its way costs.")
        ByteSize chunkSize,

        @Setting(
                value = "4096",
                min = 1,
                max = 1_000_000,
                doc = "Commits that may wait at once; further ones wait to wait.")
        int maxWaitingCommits,

        @Setting(value = "1024", min = 1, max = 100_000, doc = "Commits that share one disk sync, at most.")
        int maxGroupCommits,

        @Setting(
                value = "4MiB",
                min = 1024,
                max = 1 << 30,
                doc = "Octets that share one disk sync, at most (one commit may be larger).")
        ByteSize maxGroupSize,

        @Setting(
                value = "3ms",
                max = 1,
                doc =
                        "How long a commit that no client waits for (the end of a delivery, a refusal's trace) may wait to"
                                + " share the disk sync of one that a client does wait for.")
        Duration patience,

        @Setting(
                value = "4ms",
                max = 1,
                doc =
                        "How long a commit that a client waits for may wait for those of others, so that they share one disk"
                                + " sync. One client alone never waits; 0s: nobody does.")
        Duration gathering,

        @Setting(
                value = "256MiB",
                doc = "Disk space kept free: below it new messages are refused for now (452), while those already here"
                        + " can still be delivered and so make room. Keep it above"
                        + " write-memory: after a disk was full to the last octet, going on takes that much.")
        ByteSize reserve) {}
