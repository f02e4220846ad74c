package org.maillon.deliver.remote;

/** What came of going to a server. */
sealed interface Opening {
    record Ready(PeerSession session) implements Opening {}

    record NoUse(HopTrouble trouble) implements Opening {}
}
