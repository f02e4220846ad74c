package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the write-ahead logs before RocksDB does, for the one kind of damage at which its reader turns in a circle
 * for ever instead of stopping (facebook/rocksdb issue 13333, open in 11.8.1): a record head that claims to be of a
 * recycled log. Our logs are never recycled, so such a head was written by nobody: it is where the log's readable part
 * ends, and there we cut it. Recovery would have stopped there too.
 */
final class LogTails {
    private static final Logger log = LoggerFactory.getLogger(LogTails.class);

    /** A log is blocks of this size; a record never crosses one, and a rest too short for a head is padding. */
    private static final int BLOCK = 32 << 10;

    /** Checksum (4), length (2, little-endian), type (1). */
    private static final int HEAD = 7;

    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;

    private LogTails() {}

    static void cutAtEndlessDamage(Path folder) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : logs) {
                cut(file);
            }
        }
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long damage = find(channel);
            if (damage > 0) { // at the very start RocksDB reads it as what it claims to be, and ends well
                log.warn(
                        "{} is damaged at octet {} of {}: what stands behind was never answered for and is cut off.",
                        file,
                        damage,
                        channel.size());
                channel.truncate(damage).force(true);
            }
        }
    }

    /** Where the first such head stands, or -1. */
    private static long find(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long start = 0; start < channel.size(); start += BLOCK) {
            block.clear();
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // until the block is whole or the file ends
            }
            int at = findInBlock(block.flip());
            if (at >= 0) {
                return start + at;
            }
        }
        return -1;
    }

    private static int findInBlock(ByteBuffer block) {
        int at = 0;
        while (at + HEAD <= block.limit()) {
            if (isOfRecycledLog(block.get(at + TYPE_AT))) {
                return at;
            }
            int length = (block.get(at + LENGTH_AT) & 0xFF) | (block.get(at + LENGTH_AT + 1) & 0xFF) << 8;
            at += HEAD + length;
        }
        return -1;
    }

    /** Full, first, middle, last (5 to 8), and the size of user timestamps (11), of a recycled log. */
    private static boolean isOfRecycledLog(byte type) {
        return type >= 5 && type <= 8 || type == 11;
    }
}
