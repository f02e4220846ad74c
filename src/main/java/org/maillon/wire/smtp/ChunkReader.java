package org.maillon.wire.smtp;

import java.util.Optional;

/**
 * Checks the octets of BDAT chunks as they pass (RFC 3030 §2): no dots are undone, nothing in them ends the message. Unless
 * the message is BODY=BINARYMIME they are text, held to the same rules as behind DATA, across chunks.
 */
public final class ChunkReader {
    private static final byte[] CRLF = {'\r', '\n'};

    private final boolean binary;
    private final int longestLine;
    private boolean afterCr;
    private boolean atLineStart = true;
    private long lineLength;
    private Optional<TextFault> fault = Optional.empty();

    public ChunkReader(BodyType body, int longestLine) {
        this.binary = body == BodyType.BINARY_MIME;
        this.longestLine = longestLine;
    }

    public Optional<TextFault> fault() {
        return fault;
    }

    /** Takes all octets of the slice. */
    public void read(byte[] in, int from, int to, TextSink sink) {
        if (!binary) {
            check(in, from, to);
        }
        if (fault.isEmpty() && to > from) {
            sink.write(in, from, to - from);
        }
    }

    /** The message is whole: text whose last line was not ended gets its CRLF, for nobody behind us could send it by DATA otherwise. */
    public void end(TextSink sink) {
        if (binary) {
            return;
        }
        if (afterCr) {
            refuse(TextFault.BARE_CR);
        }
        if (!atLineStart && fault.isEmpty()) {
            sink.write(CRLF, 0, CRLF.length);
        }
    }

    private void check(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (afterCr) {
                afterCr = false;
                if (octet == '\n') {
                    atLineStart = true;
                    lineLength = 0;
                    continue;
                }
                refuse(TextFault.BARE_CR);
            }
            atLineStart = false;
            if (octet == '\r') {
                afterCr = true;
            } else if (octet == '\n') {
                refuse(TextFault.BARE_LF);
            } else if (octet == 0) {
                refuse(TextFault.NUL);
            } else if (++lineLength > longestLine - 2) {
                refuse(TextFault.LINE_TOO_LONG);
            }
        }
    }

    private void refuse(TextFault why) {
        if (fault.isEmpty()) {
            fault = Optional.of(why);
        }
    }
}
