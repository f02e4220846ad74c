package org.maillon.deliver.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.maillon.kernel.net.Connection;

/** Gathers what goes to a peer into blocks; each block must be taken within its time (RFC 5321 §4.5.3.2.5). */
final class SessionOutput extends OutputStream {
    static final int BLOCK = 16 * 1024;

    private final Connection connection;
    private final Supplier<Watch> patience;
    private final byte[] block = new byte[BLOCK];
    private int length;

    SessionOutput(Connection connection, Supplier<Watch> patience) {
        this.connection = connection;
        this.patience = patience;
    }

    @Override
    public void write(int octet) throws IOException {
        if (length == BLOCK) {
            flush();
        }
        block[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        int at = from;
        int rest = count;
        while (rest > 0) {
            if (length == BLOCK) {
                flush();
            }
            int piece = Math.min(rest, BLOCK - length);
            System.arraycopy(octets, at, block, length, piece);
            length += piece;
            at += piece;
            rest -= piece;
        }
    }

    @Override
    public void flush() throws IOException {
        if (length > 0) {
            int all = length;
            length = 0; // what could not be written is not written twice
            connection.write(block, 0, all, patience.get().left());
        }
    }
}
