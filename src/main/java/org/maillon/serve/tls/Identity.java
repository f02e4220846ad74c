package org.maillon.serve.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.maillon.kernel.crypto.Crypto;

/**
 * A certificate, those that vouch for it, and its key.
 *
 * @param source the file that the operator knows it by
 * @param names hosts that it is for, in lower case, wildcards included
 */
public record Identity(String source, PrivateKey key, List<X509Certificate> chain, Set<String> names) {
    private static final byte[] PROBE = "does this key fit?".getBytes(StandardCharsets.US_ASCII);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    public Identity {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    static Identity read(Path chainFile, Path keyFile) throws BadCertificateException {
        List<X509Certificate> chain = Pem.chain(chainFile);
        PrivateKey key = Pem.key(keyFile);
        PublicKey open = chain.getFirst().getPublicKey();
        if (!fits(key, open)) {
            throw new BadCertificateException("the key in " + keyFile + " does not fit the certificate in " + chainFile
                    + "; the first certificate of the file must be the server's own");
        }
        return new Identity(chainFile.toString(), key, chain, names(chain.getFirst()));
    }

    private static boolean fits(PrivateKey key, PublicKey open) {
        try {
            Signature signature = Crypto.signature(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "Ed25519";
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException _) {
            return false; // a key of another kind
        }
    }

    /** RFC 9525 §6.3: the alternative names; the subject's name has not counted for long. */
    private static Set<String> names(X509Certificate certificate) throws BadCertificateException {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> one : alternatives) {
                    if (one.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                        names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            throw new BadCertificateException("a certificate's names cannot be read: " + e.getMessage());
        }
    }

    /** The same for these hosts alone. */
    Identity onlyFor(Set<String> hosts) {
        return new Identity(source, key, chain, hosts);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    KeyPair pair() {
        return new KeyPair(certificate().getPublicKey(), key);
    }

    /** {@code RSA}, {@code EC} or {@code EdDSA}. */
    String kind() {
        String algorithm = key.getAlgorithm();
        return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
    }

    boolean isExactlyFor(String host) {
        return names.contains(host);
    }

    /** RFC 9525 §6.3: the star stands for one label, the first. */
    boolean isByWildcardFor(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && names.contains("*" + host.substring(dot));
    }

    public boolean isFor(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return isExactlyFor(lower) || isByWildcardFor(lower);
    }

    public String issuer() {
        return certificate().getIssuerX500Principal().getName();
    }

    public Instant begins() {
        return certificate().getNotBefore().toInstant();
    }

    public Instant ends() {
        return certificate().getNotAfter().toInstant();
    }

    public boolean isSelfSigned() {
        return certificate().getIssuerX500Principal().equals(certificate().getSubjectX500Principal());
    }

    @Override
    public String toString() {
        return source + " " + names;
    }
}
