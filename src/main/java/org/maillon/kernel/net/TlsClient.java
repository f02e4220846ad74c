package org.maillon.kernel.net;

import java.util.Optional;

/**
 * What a client wants of TLS.
 *
 * @param serverName said in the handshake so that the peer can choose its certificate (SNI, RFC 6066 §3): a host name
 *     without trailing dot, never an address
 */
public record TlsClient(Optional<String> serverName, Version least, Ciphers ciphers) {
    /** Anything older is broken (RFC 8996). */
    public enum Version {
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String word;

        Version(String word) {
            this.word = word;
        }

        /** As the JDK writes it. */
        public String word() {
            return word;
        }
    }

    /** Which cipher suites are offered. */
    public enum Ciphers {
        /** All that the JDK offers. */
        USUAL,
        /** Those that keep a recording closed when the key is stolen later, and tell forged octets by the cipher itself. */
        STRONG
    }
}
