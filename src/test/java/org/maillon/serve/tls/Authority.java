package org.maillon.serve.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.maillon.kernel.Settings;
import org.maillon.secrets.KnownSecrets;

/** Makes certificates of every kind for tests; they are vouched for by it alone. */
public final class Authority {
    private final AtomicLong serial = new AtomicLong(1);
    private final KeyPair keys = keys("EC");
    private final X509Certificate root;
    private final Instant now;

    /** The JDK holds certificates against the machine's clock. */
    public static Authority ofToday() {
        return new Authority(Instant.now());
    }

    public Authority(Instant now) {
        this.now = now;
        root = certificate("CN=Root for tests", keys, now.plus(Duration.ofDays(3650)), List.of());
    }

    public static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.equals("Ed25519")) {
                generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate root() {
        return root;
    }

    public Identity identity(String algorithm, String... names) {
        return identity(algorithm, now.plus(Duration.ofDays(90)), names);
    }

    public Identity identity(String algorithm, Instant ends, String... names) {
        KeyPair own = keys(algorithm);
        X509Certificate certificate =
                certificate("CN=" + names[0].replace("*", "star"), own, ends, Arrays.asList(names));
        return new Identity("memory", own.getPrivate(), List.of(certificate, root), Set.of(names));
    }

    /** Writes chain and key into one file. */
    public static Path write(Path file, Identity identity) {
        return write(file, Pem.write(identity.key(), identity.chain()));
    }

    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, KnownSecrets.keys(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int kind(String name) {
        return Character.isDigit(name.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName;
    }

    /** The root alone, as PEM. */
    public String rootPem() {
        String text = Pem.write(keys.getPrivate(), List.of(root));
        return text.substring(text.indexOf("-----BEGIN CERTIFICATE"));
    }

    /** What a listener needs to speak TLS as this host. */
    public static ListenerTls listener(Path folder, String host) {
        write(folder.resolve("one.pem"), new Authority(Instant.now()).identity("EC", host));
        Certificates certificates = new Certificates(
                Settings.defaults(ServerTlsSettings.class),
                List.of(new CertificateSetting("one.pem", "")),
                new Certificates.Places(folder, folder.resolve("kept"), () -> Set.of(host)),
                InstantSource.system(),
                new Random(1));
        return new ListenerTls(certificates, () -> host, ListenerTls.ClientCertificates.NONE);
    }

    private X509Certificate certificate(String subject, KeyPair own, Instant ends, List<String> names) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Root for tests"),
                BigInteger.valueOf(serial.getAndIncrement()),
                Date.from(now.minus(Duration.ofDays(365))),
                Date.from(ends),
                new X500Name(subject),
                own.getPublic());
        try {
            if (names.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(names.stream()
                                .map(name -> new GeneralName(kind(name), name))
                                .toArray(GeneralName[]::new)));
            }
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | OperatorException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
