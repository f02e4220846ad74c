package org.maillon.trust.dkim;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * A message's octets as they go by: the header is kept, up to a bound; when it ends, its reader says which hashes of the
 * body are wanted; the body is hashed and forgotten.
 */
public final class MessageHashes {
    private static final byte[] NOTHING = {};

    private final int maxHeader;
    private final BiConsumer<HeaderFields, BodyHashes> reader;
    private final BodyHashes hashes = new BodyHashes();
    private byte[] header = new byte[2048];
    private int length;
    private final HeaderEnd headerEnd = new HeaderEnd();
    private boolean inBody;
    private boolean tooLarge;

    /** @param reader told once, when the header has ended, unless it passed its bound */
    public MessageHashes(int maxHeader, BiConsumer<HeaderFields, BodyHashes> reader) {
        this.maxHeader = maxHeader;
        this.reader = reader;
    }

    public void feed(byte[] octets, int from, int count) {
        int end = from + count;
        int at = from;
        while (at < end && !inBody && !tooLarge) {
            at = header(octets, at, end);
        }
        if (inBody && at < end) {
            hashes.feed(octets, at, end - at);
        }
    }

    private int header(byte[] octets, int from, int end) {
        int at = headerEnd.skip(octets, from, end);
        keep(octets, from, at - from);
        if (headerEnd.isBehind() && !tooLarge) {
            endHeader(length - 2);
        }
        return at;
    }

    private void keep(byte[] octets, int from, int count) {
        if (length + count > maxHeader) {
            tooLarge = true;
            header = NOTHING;
            return;
        }
        if (length + count > header.length) {
            header = Arrays.copyOf(header, Math.max(header.length * 2, length + count));
        }
        System.arraycopy(octets, from, header, length, count);
        length += count;
    }

    private void endHeader(int headerLength) {
        inBody = true;
        header = Arrays.copyOf(header, headerLength); // what it could have grown to need not be held
        reader.accept(new HeaderFields(header, headerLength), hashes);
        header = NOTHING; // from here on its reader's, if anybody's
    }

    /** The message is all here. */
    public void end() {
        if (!inBody && !tooLarge) {
            endHeader(length); // a header without a body
        }
        hashes.end();
    }

    public boolean headerTooLarge() {
        return tooLarge;
    }
}
