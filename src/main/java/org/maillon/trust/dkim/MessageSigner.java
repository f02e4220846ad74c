package org.maillon.trust.dkim;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Signs a message that is being written: its header is kept, up to a bound, its body hashed and forgotten. For one message,
 * and one thread.
 */
public final class MessageSigner {
    private final DkimSigner signer = new DkimSigner();
    private final HeaderEnd headerEnd = new HeaderEnd();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(1024);
    private final int maxHeader;
    private boolean tooLarge;

    /** @param maxHeader octets; a message with more is not signed */
    public MessageSigner(int maxHeader) {
        this.maxHeader = maxHeader;
    }

    /** The message's next octets, the first of its header first. */
    public void feed(byte[] octets, int from, int length) {
        int body = headerEnd.skip(octets, from, from + length);
        tooLarge |= header.size() + (body - from) > maxHeader;
        if (!tooLarge) {
            header.write(octets, from, body - from);
        }
        signer.feed(octets, from, length);
    }

    /** A field for each key, as {@link DkimSigner#sign} has them; none where the header passed its bound. */
    public List<byte[]> sign(List<SigningKey> keys, Instant now) {
        if (tooLarge) {
            return List.of();
        }
        int emptyLine = headerEnd.isBehind() ? 2 : 0;
        return signer.sign(new HeaderFields(header.toByteArray(), header.size() - emptyLine), keys, now);
    }
}
