package org.maillon.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whether authorities vouch for a server's certificate: those that come with the JDK, and those that settings add. */
public final class WebPki {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12

    private final Set<TrustAnchor> anchors;

    private WebPki(Set<TrustAnchor> anchors) {
        this.anchors = Set.copyOf(anchors);
    }

    /** These authorities, and no others. */
    public static WebPki of(Collection<X509Certificate> authorities) {
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        return new WebPki(anchors);
    }

    /**
     * Those of the JDK, and those of PEM files. Reads the JDK's list, which takes a tenth of a second.
     *
     * @throws IllegalArgumentException with a sentence, where the file holds no certificates
     */
    public static WebPki withMore(List<Path> files) {
        Set<X509Certificate> all = new HashSet<>(usual());
        files.forEach(file -> all.addAll(read(file)));
        return of(all);
    }

    private static List<X509Certificate> usual() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no list of authorities", e);
        }
    }

    private static List<X509Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " holds no certificates: " + e.getMessage(), e);
        }
    }

    /** What authorities say of a server. */
    public sealed interface Verdict {
        record Good() implements Verdict {}

        /** It is vouched for, but as another host. */
        record OtherHost(String why) implements Verdict {}

        record Expired(String why) implements Verdict {}

        record NotTrusted(String why) implements Verdict {}
    }

    /**
     * @param chain the server's own certificate first
     * @param hosts any of which it may be: A-labels, lower case
     */
    public Verdict judge(List<X509Certificate> chain, Collection<String> hosts, Instant now) {
        if (chain.isEmpty()) {
            return new Verdict.NotTrusted("there is no certificate");
        }
        Verdict path = path(chain, anchors, now);
        if (path instanceof Verdict.Good && !CertificateNames.match(chain.getFirst(), hosts)) {
            return new Verdict.OtherHost(
                    "the certificate is for " + names(chain.getFirst()) + ", not for " + String.join(" or ", hosts));
        }
        return path;
    }

    private static String names(X509Certificate certificate) {
        List<String> names = CertificateNames.of(certificate);
        return names.isEmpty()
                ? "no host"
                : String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", …" : "");
    }

    /** A path from one of these anchors to the chain's first certificate (RFC 5280 §6), which may serve. */
    public static Verdict path(List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now) {
        if (anchors.isEmpty()) {
            return new Verdict.NotTrusted("no authority is trusted");
        }
        try {
            X509CertSelector leaf = new X509CertSelector();
            leaf.setCertificate(chain.getFirst());
            leaf.setExtendedKeyUsage(Set.of(SERVER));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return new Verdict.Good();
        } catch (CertPathBuilderException e) {
            return reason(chain, e, now);
        } catch (GeneralSecurityException | IOException e) {
            return new Verdict.NotTrusted("the certificate cannot be judged: " + e.getMessage());
        }
    }

    private static Verdict reason(List<X509Certificate> chain, CertPathBuilderException e, Instant now) {
        for (X509Certificate one : chain) {
            try {
                one.checkValidity(Date.from(now));
            } catch (CertificateExpiredException _) {
                return new Verdict.Expired(
                        "a certificate of it expired on " + one.getNotAfter().toInstant());
            } catch (CertificateNotYetValidException _) {
                return new Verdict.Expired("a certificate of it is valid from "
                        + one.getNotBefore().toInstant() + " on only");
            }
        }
        String what = e.getCause() instanceof CertPathValidatorException cause ? ": " + cause.getMessage() : "";
        return new Verdict.NotTrusted("no authority that we know vouches for it" + what);
    }
}
