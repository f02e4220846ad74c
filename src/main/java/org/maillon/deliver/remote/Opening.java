package org.maillon.deliver.remote;

/** What came of going to a server. */
sealed interface Opening {
    record Ready(PeerSession session) implements Opening {}

    record NoUse(HopTrouble trouble) implements Opening {}

    /** TLS broke the connection; without it another may do, where that is allowed. */
    record TlsBroke(HopTrouble trouble) implements Opening {}
}
