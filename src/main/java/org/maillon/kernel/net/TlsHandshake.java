package org.maillon.kernel.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.maillon.kernel.crypto.Crypto;

/**
 * The client's side of a handshake. Every certificate passes here: mail is encrypted to whoever is there rather than to
 * nobody (RFC 7435), and who insists on more judges the chain that {@link TlsSession} hands back, before it says a word.
 */
final class TlsHandshake {
    /** Sessions kept to be resumed, for all peers together. */
    private static final int RESUMABLE = 10_000;

    private static final SSLContext CONTEXT = context();

    private TlsHandshake() {}

    private static SSLContext context() {
        Crypto.ready();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            context.getClientSessionContext().setSessionCacheSize(RESUMABLE);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK knows no TLS", e);
        }
    }

    /** Over a connected socket, which closes with it: a layer that leaves it open would wait for the peer when it closes. */
    static SSLSocket over(Socket socket, TlsClient wanted) throws IOException {
        String peer = wanted.serverName().orElse(socket.getInetAddress().getHostAddress());
        SSLSocket secured = (SSLSocket) CONTEXT.getSocketFactory().createSocket(socket, peer, socket.getPort(), true);
        secured.setUseClientMode(true);
        secured.setSSLParameters(parameters(secured.getSSLParameters(), wanted));
        secured.startHandshake();
        return secured;
    }

    private static SSLParameters parameters(SSLParameters usual, TlsClient wanted) {
        usual.setProtocols(Arrays.stream(TlsClient.Version.values())
                .filter(version -> version.compareTo(wanted.least()) >= 0)
                .map(TlsClient.Version::word)
                .toArray(String[]::new));
        if (wanted.ciphers() == TlsClient.Ciphers.STRONG) {
            usual.setCipherSuites(Arrays.stream(usual.getCipherSuites())
                    .filter(TlsHandshake::isStrong)
                    .toArray(String[]::new));
        }
        usual.setServerNames(
                wanted.serverName().map(TlsHandshake::sni).map(List::of).orElse(List.of()));
        return usual;
    }

    private static javax.net.ssl.SNIServerName sni(String name) {
        return new SNIHostName(name);
    }

    /** TLS 1.3's all are; of the older ones those with ephemeral keys and AEAD (RFC 9325 §4.2). */
    private static boolean isStrong(String suite) {
        boolean ephemeral = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
        boolean older = suite.contains("_WITH_");
        return !older && suite.startsWith("TLS_") && !suite.endsWith("_SCSV")
                || ephemeral && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }

    static TlsSession facts(SSLSocket secured) throws SSLException {
        var session = secured.getSession();
        List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                .map(TlsHandshake::x509)
                .toList();
        return new TlsSession(session.getProtocol(), session.getCipherSuite(), chain);
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate; // the JDK's TLS knows no other
    }

    /** Judges nobody. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new IllegalStateException("no server here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new IllegalStateException("no server here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("no server here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
