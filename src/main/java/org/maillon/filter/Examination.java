package org.maillon.filter;

import java.io.IOException;

/**
 * One message before one filter, in the words of its protocol. Called in the order in which the methods stand here; the
 * first two only where the client is still at its envelope. Whatever throws ends it: the filter counts as down then.
 */
public interface Examination extends AutoCloseable {
    /** At MAIL. Anything but accept is the answer to it. */
    default Verdict sender(Handover soFar) throws IOException {
        return Verdict.accept();
    }

    /** At RCPT; the recipient asked about is the last. Anything but accept is the answer to it. */
    default Verdict recipient(Handover soFar) throws IOException {
        return Verdict.accept();
    }

    /** The envelope is complete. */
    void begin(Handover all) throws IOException;

    /** The next octets of the message. */
    void write(byte[] octets, int from, int length) throws IOException;

    Finding finish() throws IOException;

    /** In whatever state it is. Never waits. */
    @Override
    void close();

    /** A filter, ready to look at messages. */
    interface Room extends AutoCloseable {
        /** Says nothing to it yet. */
        Examination open(TimeLeft time);

        /** About once a second: what lies idle for too long goes. */
        void sweep();

        @Override
        void close();
    }

    /** The filter said what its protocol does not have, or too much of it. */
    final class NonsenseException extends IOException {
        public NonsenseException(String message) {
            super(message);
        }
    }
}
