package org.maillon.serve.net;

import java.io.IOException;

/** No TLS came about; the message is for the log. */
public final class TlsFailedException extends IOException {
    /** What became of the handshake. */
    public enum Why {
        /** What the client sent is no TLS at all. */
        NO_TLS,
        /** The client sent nothing, not even a beginning. */
        SILENCE,
        /** The handshake was begun and not ended in time, or with more octets than it may have. */
        TOO_LONG,
        /** The two ends found no way to trust each other, or one broke the rules. */
        REFUSED,
        /** The client has gone, or we stop. */
        GONE
    }

    private final Why why;

    TlsFailedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    TlsFailedException(Why why, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
