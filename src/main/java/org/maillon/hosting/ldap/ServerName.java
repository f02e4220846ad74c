package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.maillon.trust.CertificateNames;

/**
 * Whether a certificate is for the host that the settings name (RFC 4513 §3.1.3, RFC 9525 §6). The library's own check takes
 * any for an address of the loopback.
 */
final class ServerName extends SSLSocketVerifier {
    private static final int IP_ADDRESS = 7; // RFC 5280 §4.2.1.6

    @Override
    public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
        try {
            X509Certificate certificate =
                    (X509Certificate) socket.getSession().getPeerCertificates()[0]; // the JDK's TLS knows no other
            if (!isFor(certificate, host)) {
                throw new LDAPException(
                        ResultCode.CONNECT_ERROR,
                        "the certificate is for " + CertificateNames.of(certificate) + ", not for " + host);
            }
        } catch (SSLPeerUnverifiedException e) {
            throw new LDAPException(ResultCode.CONNECT_ERROR, "there is no certificate", e);
        }
    }

    private static boolean isFor(X509Certificate certificate, String host) {
        return literal(host)
                .map(address -> addresses(certificate).stream()
                        .flatMap(text -> literal(text).stream())
                        .anyMatch(address::equals))
                .orElseGet(() -> CertificateNames.match(certificate, List.of(host.toLowerCase(Locale.ROOT))));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst() instanceof Integer kind && kind == IP_ADDRESS)
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
