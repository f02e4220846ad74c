package org.maillon.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.report.Original;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;

/** The message a notice is about. */
record KeptOriginal(Courier.Content content, boolean whole, boolean eightBit, boolean utf8) implements Original {
    /**
     * Most messages are declared 8-bit for their body; a notice that returns an ASCII header alone must not be, for the way
     * back may not take 8 bits (RFC 6152 §3), and a notice that does not arrive is never sent again.
     */
    static KeptOriginal of(Courier.Content content, boolean whole, MailParameters parameters) {
        boolean declared = parameters.body() != BodyType.SEVEN_BIT || parameters.utf8();
        boolean eightBit = declared && (whole || hasEightBitHeader(content));
        return new KeptOriginal(content, whole, eightBit, parameters.utf8());
    }

    private static boolean hasEightBitHeader(Courier.Content content) {
        HeaderScanner seen = new HeaderScanner();
        byte[] block = new byte[8192];
        try (InputStream in = content.open()) {
            for (int read = in.read(block); read > 0 && !seen.headerEnded(); read = in.read(block)) {
                seen.feed(block, 0, read);
            }
            return seen.eightBitHeader();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open() {
        return content.open();
    }
}
