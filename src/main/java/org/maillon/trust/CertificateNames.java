package org.maillon.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Which hosts a certificate is for: the DNS names of its subjectAltName, nothing else (RFC 9525 §6.3). */
public final class CertificateNames {
    private static final int DNS_NAME = 2;

    /** A certificate with more is somebody's joke; the first ones count. */
    private static final int MOST = 1000;

    private CertificateNames() {}

    public static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .limit(MOST)
                            .filter(name -> name.getFirst() instanceof Integer kind && kind == DNS_NAME)
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /** @param hosts in A-labels, lower case, no trailing dot */
    public static boolean match(X509Certificate certificate, Collection<String> hosts) {
        List<String> names = of(certificate);
        return hosts.stream().anyMatch(host -> names.stream().anyMatch(name -> matches(name, host)));
    }

    /**
     * RFC 9525 §6.3: {@code *} stands for one whole label, the leftmost. Both in lower case.
     *
     * @param pattern {@code mx.example.org} or {@code *.example.org}
     */
    public static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot + 1).equals(pattern.substring(2));
    }
}
