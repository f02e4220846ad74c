package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** Write-ahead logs that end in anything: ended at most once, never changed in front of the end, and sound up to there. */
public final class LogTailsFuzz {
    private static final int BLOCK = 32 << 10;
    private static final int HEAD = 7;
    private static final Path FOLDER = folder();
    private static final Path LOG = FOLDER.resolve("000001.log");

    private LogTailsFuzz() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("logs");
            folder.toFile().deleteOnExit();
            folder.resolve("000001.log").toFile().deleteOnExit(); // those named last go first
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much good padding stands in front, so that blocks end in the middle; then the log. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        byte[] front = goodRecords(octets.next() << 8 | octets.next());
        byte[] tail = octets.rest();
        byte[] log = Arrays.copyOf(front, front.length + tail.length);
        System.arraycopy(tail, 0, log, front.length, tail.length);
        Files.write(LOG, log);
        LogTails.endAtTheFirstDamage(FOLDER);
        byte[] left = Files.readAllBytes(LOG);
        int wanted = slowly(log);
        Claim.same(left, wanted < 0 ? log : endedAt(log, wanted), "what is left");
        LogTails.endAtTheFirstDamage(FOLDER);
        Claim.same(Files.readAllBytes(LOG), left, "what is left the second time");
    }

    private static byte[] endedAt(byte[] log, int damage) {
        byte[] ended = Arrays.copyOf(Arrays.copyOf(log, damage), damage + HEAD);
        ended[damage + 6] = 1;
        return ended;
    }

    /** Full records of 100 octets, up to a length. */
    private static byte[] goodRecords(int length) {
        byte[] log = new byte[length];
        for (int at = 0; at + HEAD <= length; ) {
            int room = BLOCK - at % BLOCK;
            if (room < HEAD) {
                at += room;
                continue;
            }
            int size = Math.min(100, Math.min(room, length - at) - HEAD);
            log[at + 4] = (byte) size;
            log[at + 6] = 1;
            ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).putInt(at, checksum(log, at + 6, at + HEAD + size));
            at += HEAD + size;
        }
        return log;
    }

    private static int checksum(byte[] log, int from, int to) {
        CRC32C crc = new CRC32C();
        for (int at = from; at < to; at++) {
            crc.update(log[at]);
        }
        long value = crc.getValue();
        return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
    }

    /** Records one after the other; -1 where all hold, or the file ends in the middle of one. */
    private static int slowly(byte[] log) {
        for (int at = 0; at + HEAD <= log.length; ) {
            int block = (at / BLOCK + 1) * BLOCK;
            if (at + HEAD > block) {
                at = block;
                continue;
            }
            int next = at + HEAD + (log[at + 4] & 0xFF) + (log[at + 5] & 0xFF) * 256;
            if (log[at + 6] < 1 || log[at + 6] > 4 || next > block) {
                return at;
            }
            if (next > log.length) {
                return -1;
            }
            int claimed = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
            if (claimed != checksum(log, at + 6, next)) {
                return at;
            }
            at = next;
        }
        return -1;
    }
}
