package org.maillon.serve.tls;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.maillon.serve.net.TlsBounds;
import org.maillon.serve.net.TlsServer;

/** TLS as one listener offers it. */
public final class ListenerTls implements TlsServer {
    /** What a listener wants of its clients. */
    public enum ClientCertificates {
        NONE,
        /** Asked for; who has none, or one that we do not believe, is served like anybody else. */
        WANTED,
        /** Nobody is served without one that we believe. */
        REQUIRED
    }

    private final Certificates certificates;
    private final Supplier<String> server;
    private final ClientCertificates clients;

    /** @param server whose certificate a client is shown that asks for none */
    public ListenerTls(Certificates certificates, Supplier<String> server, ClientCertificates clients) {
        this.certificates = certificates;
        this.server = server;
        this.clients = clients;
    }

    @Override
    public SSLEngine engine() {
        SSLEngine engine = certificates.context().createSSLEngine(server.get(), 0);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(
                certificates.settings().tls12() ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"});
        parameters.setUseCipherSuitesOrder(true);
        switch (clients) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        engine.setHandshakeApplicationProtocolSelector(this::application);
        return engine;
    }

    /** Mail has no ALPN of its own that clients insist on: whatever they offer is passed over, but for an authority's check. */
    private String application(SSLEngine engine, List<String> offered) {
        return offered.contains(AlpnChallenges.PROTOCOL) && !certificates.alpn().isEmpty()
                ? AlpnChallenges.PROTOCOL
                : "";
    }

    @Override
    public TlsBounds bounds() {
        return new TlsBounds(
                certificates.settings().handshakeTime(), certificates.settings().handshakeOctets());
    }

    @Override
    public Optional<String> client(SSLSession session) throws IOException {
        Optional<String> subject = clients == ClientCertificates.NONE
                ? Optional.empty()
                : certificates.trust().subject(session);
        if (subject.isEmpty() && clients == ClientCertificates.REQUIRED) {
            throw new SSLException("the client's certificate is none that we believe");
        }
        return subject;
    }
}
