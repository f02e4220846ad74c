package org.maillon.serve.tls;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose client certificates are believed. The handshake takes any: servers show what they have when they are asked, and a
 * listener that would merely like to know must not lose their mail for it. {@link #subject} then says who is believed,
 * for sessions that are taken up again too.
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509TrustManager judge;

    private ClientTrust(X509TrustManager judge) {
        this.judge = judge;
    }

    static ClientTrust ofTheJdk() {
        return new ClientTrust(judge(null));
    }

    static ClientTrust of(Path authorities) throws BadCertificateException {
        List<X509Certificate> chain = Pem.chain(authorities);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < chain.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), chain.get(i));
            }
            return new ClientTrust(judge(store));
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new BadCertificateException(
                    authorities + " cannot be used for client certificates: " + e.getMessage());
        }
    }

    private static X509TrustManager judge(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Empty where the client gave none, or none that we believe. */
    Optional<String> subject(SSLSession session) {
        try {
            X509Certificate[] chain = Arrays.copyOf(
                    session.getPeerCertificates(), session.getPeerCertificates().length, X509Certificate[].class);
            judge.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return Optional.of(chain[0].getSubjectX500Principal().getName());
        } catch (SSLPeerUnverifiedException | CertificateException _) {
            return Optional.empty();
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
        // judged by subject()
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
        // judged by subject()
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        // judged by subject()
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this side is the server");
    }
}
