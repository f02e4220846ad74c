package org.maillon.deliver.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.maillon.queue.Courier.Content;

/** Looks for octets above 127. Only done where a peer could not take them: whoever declared them may have been over-careful. */
final class EightBitScan {
    private static final int BLOCK = 8192;

    private EightBitScan() {}

    static boolean anywhere(Content content) {
        return scan(content, false);
    }

    static boolean inHeader(Content content) {
        return scan(content, true);
    }

    private static boolean scan(Content content, boolean headerOnly) {
        byte[] block = new byte[BLOCK];
        int newlines = 1; // in a row: an empty line ends the header, even as the first
        try (InputStream in = content.open()) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                for (int i = 0; i < length; i++) {
                    if (block[i] < 0) {
                        return true;
                    }
                    newlines = block[i] == '\n' ? newlines + 1 : block[i] == '\r' ? newlines : 0;
                    if (headerOnly && newlines == 2) {
                        return false;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
