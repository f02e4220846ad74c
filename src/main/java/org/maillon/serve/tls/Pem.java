package org.maillon.serve.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.maillon.kernel.crypto.Crypto;

/** Certificates and keys as text (RFC 7468). */
final class Pem {
    /** A chain of a dozen certificates has some 30 KiB. */
    static final int MOST = 1 << 20;

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** Every certificate of the file, in its order. */
    static List<X509Certificate> chain(Path file) throws BadCertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder holder) {
                    chain.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (CertificateException | IOException e) {
            throw new BadCertificateException(file + " holds a certificate that cannot be read: " + e.getMessage());
        }
        if (chain.isEmpty()) {
            throw new BadCertificateException(file + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    static PrivateKey key(Path file) throws BadCertificateException {
        for (Object object : objects(file)) {
            switch (object) {
                case PrivateKeyInfo info -> {
                    return key(file, info);
                }
                case PEMKeyPair pair -> {
                    return key(file, pair.getPrivateKeyInfo());
                }
                case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                    throw new BadCertificateException(
                            file + " holds an encrypted key; decrypt it, for instance with 'openssl pkey'");
                default -> {}
            }
        }
        throw new BadCertificateException(file + " holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
    }

    /** A private key and the public one that stands behind it, as {@link #write(KeyPair)} puts them. */
    static KeyPair pair(Path file) throws BadCertificateException {
        PrivateKey key = key(file);
        for (Object object : objects(file)) {
            if (object instanceof SubjectPublicKeyInfo open) {
                try {
                    return new KeyPair(
                            Crypto.keys(key.getAlgorithm()).generatePublic(new X509EncodedKeySpec(open.getEncoded())),
                            key);
                } catch (GeneralSecurityException | IOException e) {
                    throw new BadCertificateException(file + " holds a key that cannot be read: " + e.getMessage());
                }
            }
        }
        throw new BadCertificateException(file + " holds no public key (-----BEGIN PUBLIC KEY-----)");
    }

    private static PrivateKey key(Path file, PrivateKeyInfo info) throws BadCertificateException {
        ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        try {
            return Crypto.keys(algorithm(file, kind)).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new BadCertificateException(file + " holds a key that cannot be read: " + e.getMessage());
        }
    }

    private static String algorithm(Path file, ASN1ObjectIdentifier kind) throws BadCertificateException {
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        } else if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        } else if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw new BadCertificateException(
                file + " holds a key of a kind that is not used here (" + kind + "); take RSA, ECDSA or Ed25519");
    }

    private static List<Object> objects(Path file) throws BadCertificateException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException e) {
            throw new BadCertificateException(file + " is not whole PEM: " + e.getMessage());
        }
        return objects;
    }

    static String text(Path file) throws BadCertificateException {
        try {
            if (Files.size(file) > MOST) {
                throw new BadCertificateException(file + " has more than " + MOST + " octets: it is no PEM file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new BadCertificateException(file + " does not exist");
        } catch (AccessDeniedException _) {
            throw new BadCertificateException(file + " cannot be read by the user that runs this server");
        } catch (IOException e) {
            throw new BadCertificateException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Key first, then the chain: one file, so that both change at once. */
    static String write(PrivateKey key, List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder(block("PRIVATE KEY", key.getEncoded()));
        try {
            for (X509Certificate certificate : chain) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException(e); // it was read from its encoding
        }
        return text.toString();
    }

    static String write(KeyPair pair) {
        return write(pair.getPrivate()) + block("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    static String write(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(octets) + "\n-----END " + label + "-----\n";
    }
}
