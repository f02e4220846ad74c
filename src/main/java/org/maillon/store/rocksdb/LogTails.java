package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the write-ahead logs before RocksDB does, record by record, and ends each where its readable part ends.
 * RocksDB's reader goes on behind the first bad record, and at some octets that stand there by chance (a head that claims
 * to be of a recycled log, or to verify the log before) it turns in a circle for ever instead of stopping
 * (facebook/rocksdb issue 13333, open in 11.8.1). So it never gets to see them.
 *
 * <p>What is cut off is what recovery to a point in time leaves out anyway. A head that no record fits stays as the log's
 * end, so that RocksDB still learns that something is missing there, and takes nothing of a later log for its sequel.
 */
final class LogTails {
    private static final Logger log = LoggerFactory.getLogger(LogTails.class);

    /** A log is blocks of this size; a record never crosses one, and a rest too short for a head is padding. */
    private static final int BLOCK = 32 << 10;

    /** Checksum (4), length (2), type (1), the numbers little-endian. */
    private static final int HEAD = 7;

    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;

    /** Full, first, middle, last: the kinds we have RocksDB write. */
    private static final int FULL = 1;

    private static final int LAST = 4;

    /** A full record of nothing, and a checksum that is not its own. */
    private static final byte[] BROKEN = {0, 0, 0, 0, 0, 0, FULL};

    private LogTails() {}

    static void endAtTheFirstDamage(Path folder) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : logs) {
                end(file);
            }
        }
    }

    private static void end(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            long damage = firstDamage(channel);
            if (damage >= 0 && !isEndedAt(channel, damage)) {
                log.warn(
                        "{} is damaged at octet {} of {}: what stands behind was never answered for and is cut off.",
                        file,
                        damage,
                        size);
                channel.truncate(damage);
                channel.write(ByteBuffer.wrap(BROKEN), damage);
                channel.force(true);
            }
        }
    }

    private static boolean isEndedAt(FileChannel channel, long damage) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        return channel.size() == damage + HEAD
                && channel.read(head, damage) == HEAD
                && Arrays.equals(head.array(), BROKEN);
    }

    /** Where the first record stands that does not hold, or -1; a record cut short by the end of the file ends it well. */
    private static long firstDamage(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long start = 0; start < channel.size(); start += BLOCK) {
            block.clear();
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // until the block is whole or the file ends
            }
            int at = firstDamage(block.flip().order(ByteOrder.LITTLE_ENDIAN));
            if (at >= 0) {
                return start + at;
            }
        }
        return -1;
    }

    private static int firstDamage(ByteBuffer block) {
        int at = 0;
        while (at + HEAD <= block.limit()) {
            int type = block.get(at + TYPE_AT);
            int end = at + HEAD + Short.toUnsignedInt(block.getShort(at + LENGTH_AT));
            if (type < FULL || type > LAST || end > BLOCK) {
                return at;
            }
            if (end > block.limit()) {
                return -1;
            }
            if (block.getInt(at) != checksum(block.slice(at + TYPE_AT, end - at - TYPE_AT))) {
                return at;
            }
            at = end;
        }
        return -1;
    }

    /** CRC-32C of type and content, turned and moved as RocksDB masks it. */
    private static int checksum(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
