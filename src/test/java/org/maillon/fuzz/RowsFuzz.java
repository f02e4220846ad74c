package org.maillon.fuzz;

import org.maillon.hosting.DirectoryRowsCheck;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.Bytes;
import org.maillon.mailbox.MailboxRowsCheck;
import org.maillon.queue.QueueRowsCheck;
import org.maillon.store.StoreException;
import org.maillon.store.rocksdb.BlobRowsCheck;

/**
 * Rows of every room, damaged: a decoder says so, or it reads what was written, and all of it. What it reads is held
 * against what its writer makes of that: a row that means something has one form.
 */
public final class RowsFuzz {
    private RowsFuzz() {}

    /** Reads a row of a kind and writes what it read. */
    @FunctionalInterface
    public interface Rewriter {
        Bytes rewrite(Bytes row);
    }

    /** The kind of row, then the row behind the octet of its format. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int kind = octets.next();
        byte[] rest = octets.rest();
        byte[] row = new byte[rest.length + 1];
        row[0] = 1;
        System.arraycopy(rest, 0, row, 1, rest.length);
        Rewriter rewriter = switch (kind & 3) {
            case 0 -> QueueRowsCheck.rewriter(kind >> 2);
            case 1 -> MailboxRowsCheck.rewriter(kind >> 2);
            case 2 -> DirectoryRowsCheck.rewriter(kind >> 2);
            default -> BlobRowsCheck.rewriter();
        };
        check(rewriter, Bytes.wrap(row));
        check(rewriter, Bytes.wrap(rest));
    }

    private static void check(Rewriter rewriter, Bytes row) {
        Bytes again;
        try {
            again = rewriter.rewrite(row);
        } catch (ByteReader.DamagedRowException | StoreException | IllegalStateException | IllegalArgumentException e) {
            return; // said in so many words
        }
        boolean older = again.startsWith(row); // a row of an earlier version ends earlier
        Claim.that(older, "the damaged row %s is read as the good one %s", row, again);
    }
}
