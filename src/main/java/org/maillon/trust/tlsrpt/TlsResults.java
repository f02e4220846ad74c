package org.maillon.trust.tlsrpt;

/**
 * Hears of each session with a mail server of others that was wanted under TLS: how the results are counted for reports is
 * the collection's. Called on the delivery's thread, so it does not wait.
 */
@FunctionalInterface
public interface TlsResults {
    /** Keeps nothing. */
    TlsResults NONE = _ -> {};

    void note(TlsResult result);
}
