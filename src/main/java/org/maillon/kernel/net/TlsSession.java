package org.maillon.kernel.net;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A TLS connection that has come about.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher {@code TLS_AES_256_GCM_SHA384}
 * @param chain what the peer sent: its own certificate, whose key it has shown to hold, then those it names as issuers;
 *     nobody has judged them
 */
public record TlsSession(String protocol, String cipher, List<X509Certificate> chain) {
    public TlsSession {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return protocol + " with " + cipher;
    }
}
