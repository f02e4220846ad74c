package org.maillon.peer;

import java.io.IOException;

/** A real mail server that knows some mailboxes of one domain, and refuses all other names. */
interface KnowingServer extends AutoCloseable {
    int port();

    /** How many messages are in its mailboxes. */
    long stored() throws IOException;

    String log() throws IOException;

    @Override
    void close() throws IOException;
}
