package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** Write-ahead logs that end in anything: looked through once, cut at most once, never changed in front of the cut. */
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
        LogTails.cutAtEndlessDamage(FOLDER);
        byte[] cut = Files.readAllBytes(LOG);
        Claim.same(cut, Arrays.copyOf(log, cut.length), "what stands in front of the cut");
        int wanted = slowly(log);
        Claim.same(cut.length, wanted > 0 ? wanted : log.length, "where it is cut");
        LogTails.cutAtEndlessDamage(FOLDER);
        Claim.same(Files.size(LOG), (long) cut.length, "cut a second time");
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
            at += HEAD + size;
        }
        return log;
    }

    /** Heads one after the other; -1 where none is of a recycled log. */
    private static int slowly(byte[] log) {
        for (int at = 0; at + HEAD <= log.length; ) {
            int end = Math.min(log.length, (at / BLOCK + 1) * BLOCK);
            if (at + HEAD > end) {
                at = end;
                continue;
            }
            int type = log[at + 6];
            if (type >= 5 && type <= 8 || type == 11) {
                return at;
            }
            int next = at + HEAD + (log[at + 4] & 0xFF) + (log[at + 5] & 0xFF) * 256;
            at = Math.min(next, (at / BLOCK + 1) * BLOCK);
        }
        return -1;
    }
}
