package org.maillon.deliver.remote;

import java.io.IOException;
import org.maillon.wire.smtp.Reply;

/** The conversation is over before its end: the connection broke, time ran out, or the peer speaks no SMTP. */
final class PeerLostException extends IOException {
    enum Kind {
        BROKEN,
        TIMED_OUT,
        GARBLED
    }

    private final Kind kind;

    PeerLostException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    boolean isTimeout() {
        return kind == Kind.TIMED_OUT;
    }

    /** What happened, as the end of a sentence that begins with the peer's name. */
    String what() {
        return String.valueOf(getMessage());
    }

    /** In our own words, as a reply (RFC 3463 §3.5, §3.6). */
    Reply reply() {
        return switch (kind) {
            case BROKEN -> Reply.of(451, "4.4.2", "The connection to the next server broke");
            case TIMED_OUT -> Reply.of(451, "4.4.2", "The next server took too long");
            case GARBLED -> Reply.of(451, "4.5.0", "The next server's answer makes no sense");
        };
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // a peer's fault, not ours: nobody reads where it was noticed
    }
}
