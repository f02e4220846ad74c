package org.maillon.serve.net;

/** What {@link Connection#readLine} came back with. */
public sealed interface Input {
    /** A line without its CRLF, free of CR and LF. The array is the connection's own and good until its next read. */
    @SuppressWarnings("ArrayRecordComponent") // a view, not a value: no octet is copied for a line
    record Line(byte[] octets, int from, int to) implements Input {}

    /**
     * A line that must not be acted on. One answer is due; what belongs to the bad line is swallowed up to its CRLF by
     * the next read.
     */
    record Broken(Fault fault) implements Input {}

    enum Fault {
        TOO_LONG,
        /** LF without CR: what it begins may be a second command that another server did not see. */
        BARE_LF,
        /** CR without LF, somewhere in the line. */
        BARE_CR
    }

    record TimedOut() implements Input {}

    /** The peer has closed its side. */
    record Closed() implements Input {}

    /** We stop: say goodbye. */
    record Stopping() implements Input {}
}
