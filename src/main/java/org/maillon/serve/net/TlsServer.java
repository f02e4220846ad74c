package org.maillon.serve.net;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/** Our side of TLS, as one listener wants it: {@code serve.tls} knows certificates, this room knows octets and time. */
public interface TlsServer {
    /** For one connection. */
    SSLEngine engine();

    TlsBounds bounds();

    /**
     * Who the client's certificate says it is; empty where it gave none, or one that is not to be believed.
     *
     * @throws IOException where this listener serves nobody without
     */
    Optional<String> client(SSLSession session) throws IOException;
}
