package org.maillon.trust.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.trust.CertificateNames;
import org.maillon.trust.WebPki;
import org.maillon.trust.WebPki.Verdict;

/** Holds a server's certificates against its TLSA records (RFC 7672 §3.1). One record that matches is enough. */
public final class DaneJudge {
    /** Certificates of a chain that are looked at. */
    private static final int DEEPEST = 10;

    private DaneJudge() {}

    /** @param chain as the server sent it, its own certificate first */
    public static Verdict judge(DaneLookup.Found.Records records, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return new Verdict.NotTrusted("there is no certificate");
        }
        List<X509Certificate> looked = chain.subList(0, Math.min(chain.size(), DEEPEST));
        // RFC 7672 §3.1.1: neither names nor dates count; the record says it all
        boolean isItself = records.records().stream()
                .anyMatch(tlsa -> tlsa.usage() == Tlsa.Usage.DANE_EE && tlsa.matches(looked.getFirst()));
        return isItself ? new Verdict.Good() : underAuthority(records, looked, now);
    }

    /** RFC 7672 §3.1.2: here names and dates count. */
    private static Verdict underAuthority(DaneLookup.Found.Records records, List<X509Certificate> chain, Instant now) {
        Set<TrustAnchor> anchors = new HashSet<>();
        records.records().stream()
                .filter(tlsa -> tlsa.usage() == Tlsa.Usage.DANE_TA)
                .forEach(tlsa -> anchors.addAll(anchors(tlsa, chain)));
        if (anchors.isEmpty()) {
            return new Verdict.NotTrusted("no certificate of it matches a TLSA record");
        }
        Verdict path = WebPki.path(chain, anchors, now);
        return path instanceof Verdict.Good && !CertificateNames.match(chain.getFirst(), records.names())
                ? new Verdict.OtherHost("the certificate matches a TLSA record, but not the names "
                        + String.join(", ", records.names()))
                : path;
    }

    private static Set<TrustAnchor> anchors(Tlsa tlsa, List<X509Certificate> chain) {
        Set<TrustAnchor> anchors = new HashSet<>();
        chain.stream().skip(1).filter(tlsa::matches).forEach(one -> anchors.add(new TrustAnchor(one, null)));
        if (tlsa.matching() == Tlsa.Matching.FULL) { // then the server need not send it
            switch (tlsa.selector()) {
                case CERT -> certificate(tlsa).ifPresent(one -> anchors.add(new TrustAnchor(one, null)));
                case SPKI -> {
                    X509Certificate last = chain.getLast();
                    key(tlsa).ifPresent(key -> anchors.add(new TrustAnchor(last.getIssuerX500Principal(), key, null)));
                }
            }
        }
        return anchors;
    }

    private static Optional<X509Certificate> certificate(Tlsa tlsa) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(tlsa.data().toArray())));
        } catch (CertificateException _) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> key(Tlsa tlsa) {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(tlsa.data().toArray());
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
            } catch (GeneralSecurityException _) {
                // of another kind
            }
        }
        return Optional.empty();
    }
}
