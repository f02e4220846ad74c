package org.maillon.serve.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.maillon.kernel.crypto.Crypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate that nobody vouches for, kept from one start to the next. */
final class SelfSigned {
    private static final Logger LOG = LoggerFactory.getLogger(SelfSigned.class);

    static final String FILE = "self-signed.pem";

    private static final Duration VALID = Duration.ofDays(730);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private SelfSigned() {}

    /** That of the file, as long as it is good and for all of the names; else a new one. */
    static Identity readOrMake(Path folder, Set<String> names, Instant now, RandomGenerator entropy)
            throws BadCertificateException {
        Path file = folder.resolve(FILE);
        Optional<KeyPair> keys = Optional.empty();
        if (Files.exists(file)) {
            try {
                Identity known = Identity.read(file, file);
                if (known.names().containsAll(names)
                        && now.isBefore(known.ends().minus(RENEWED_BEFORE))) {
                    return known;
                }
                keys = Optional.of(known.pair()); // a TLSA record may name it
            } catch (BadCertificateException e) {
                LOG.warn("{}; a new key is made, and TLSA records that name the old one no longer fit", e.says());
            }
        }
        Subject subject = new Subject(file.toString(), names, keys.orElseGet(SelfSigned::keys));
        Identity made = make(subject, now, entropy, ofAServer());
        OwnFile.write(file, Pem.write(made.key(), made.chain()));
        return made;
    }

    static KeyPair keys() {
        KeyPairGenerator generator = Crypto.keyPairs("EC");
        try {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        return generator.generateKeyPair();
    }

    private static List<Extra> ofAServer() {
        return List.of(
                new Extra(Extension.basicConstraints, true, new BasicConstraints(true)),
                new Extra(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)));
    }

    /** What proves to an authority that the host is ours (RFC 8737 §3). */
    static Identity proof(String host, byte[] validation, Instant now, RandomGenerator entropy) {
        return make(
                new Subject("tls-alpn-01", Set.of(host), keys()),
                now,
                entropy,
                List.of(new Extra(ACME_IDENTIFIER, true, new DEROctetString(validation))));
    }

    private record Extra(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable value) {}

    private record Subject(String source, Set<String> names, KeyPair keys) {}

    private static Identity make(Subject subject, Instant now, RandomGenerator entropy, List<Extra> extras) {
        KeyPair keys = subject.keys();
        X500Name we = new X500Name("O=Maillon\\, self-signed");
        byte[] serial = new byte[16];
        entropy.nextBytes(serial);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                we,
                new BigInteger(1, serial),
                Date.from(now.minus(Duration.ofHours(1))), // for clients whose clocks are behind
                Date.from(now.plus(VALID)),
                we,
                keys.getPublic());
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(subject.names()));
            for (Extra extra : extras) {
                builder.addExtension(extra.kind(), extra.critical(), extra.value());
            }
            byte[] encoded = builder.build(new JcaContentSignerBuilder(algorithm(keys)).build(keys.getPrivate()))
                    .getEncoded();
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new Identity(subject.source(), keys.getPrivate(), List.of(certificate), subject.names());
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    /** Ours are on the curve; somebody may have put another there. */
    private static String algorithm(KeyPair keys) {
        return switch (keys.getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }

    private static GeneralNames alternatives(Set<String> names) {
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : names) {
            alternatives.add(new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        return new GeneralNames(alternatives.toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String name) {
        try {
            var _ = InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
