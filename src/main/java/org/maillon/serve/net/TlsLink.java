package org.maillon.serve.net;

import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;

/** The TLS that a connection is under. */
public final class TlsLink {
    private static final String EXPORTER = "EXPORTER-Channel-Binding"; // RFC 9266 §2
    private static final int EXPORTED = 32;

    private final SSLSession session;
    private final Optional<String> client;
    private final String protocol;
    private final String cipher;

    TlsLink(SSLSession session, Optional<String> client) {
        this.session = session;
        this.client = client;
        this.protocol = session.getProtocol();
        this.cipher = session.getCipherSuite();
    }

    /** {@code TLSv1.3}. */
    public String protocol() {
        return protocol;
    }

    /** {@code TLS_AES_256_GCM_SHA384}. */
    public String cipher() {
        return cipher;
    }

    /** The subject of the client's certificate, where it gave one that we believe. */
    public Optional<String> client() {
        return client;
    }

    /** The host that the client asked for (RFC 6066 §3). */
    public Optional<String> askedFor() {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    /** What both ends know of this connection and nobody between them: {@code tls-exporter} (RFC 9266). TLS 1.3 only. */
    public Optional<byte[]> channelBinding() {
        if (!protocol.equals("TLSv1.3") || !(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            return Optional.of(extended.exportKeyingMaterialData(EXPORTER, new byte[0], EXPORTED));
        } catch (SSLKeyException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }
}
