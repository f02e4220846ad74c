package org.maillon.serve.net;

/** Why a connection ends although its client did nothing wrong. */
public enum Farewell {
    /** As many sessions as the settings allow are open. */
    SERVER_FULL,
    /** This client's address has as many sessions open as one may. */
    ADDRESS_FULL,
    /** On a port where TLS comes first, this client began without. */
    TLS_FIRST,
    /** The server stops. */
    STOPPING,
    /** A fault of ours; the log has it. */
    BROKEN
}
