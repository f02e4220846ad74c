package org.maillon.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes certificates for tests: an authority, and servers under it or under nobody. P-256, written by hand in DER. */
public final class Certificates {
    private static final byte[] ECDSA_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private Certificates() {}

    /** A certificate, its key, and those above it. */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /** For a server that shows the whole chain. */
        public SSLContext context() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("server", key, new char[0], chain.toArray(Certificate[]::new));
                KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
                keys.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Certificates and key as PEM in one folder: {@code cert.pem}, {@code key.pem}. */
        public Identity write(Path folder) {
            try {
                StringBuilder certificates = new StringBuilder();
                for (X509Certificate one : chain) {
                    certificates.append(pem("CERTIFICATE", one.getEncoded()));
                }
                Files.writeString(folder.resolve("cert.pem"), certificates);
                Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    public static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + what
                + "-----\n";
    }

    public static Identity authority(String name) {
        return make(name, Optional.empty(), true, -1);
    }

    public static Identity selfSigned(String... hosts) {
        return make(hosts[0], Optional.empty(), false, -1, hosts);
    }

    public static Identity under(Identity authority, String... hosts) {
        return make(hosts[0], Optional.of(authority), false, -1, hosts);
    }

    public static Identity expired(Identity authority, String... hosts) {
        return make(hosts[0], Optional.of(authority), false, -50, hosts);
    }

    public static Identity intermediate(Identity authority, String name) {
        return make(name, Optional.of(authority), true, -1);
    }

    private static Instant days(int days) {
        return Instant.now().plusSeconds(days * 86_400L);
    }

    /** Valid from so many days on, for thirty days. */
    private static Identity make(
            String name, Optional<Identity> issuer, boolean isAuthority, int from, String... hosts) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] subject = name(name);
            byte[] issuerName = issuer.map(
                            one -> one.certificate().getSubjectX500Principal().getEncoded())
                    .orElse(subject);
            byte[] algorithm = sequence(der(6, ECDSA_SHA256));
            byte[] body = sequence(
                    der(0xA0, der(2, new byte[] {2})),
                    der(2, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                    algorithm,
                    issuerName,
                    sequence(time(days(from)), time(days(from + 30))),
                    subject,
                    keys.getPublic().getEncoded(),
                    der(0xA3, extensions(isAuthority, hosts)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuer.map(Identity::key).orElse(keys.getPrivate()));
            signature.update(body);
            byte[] whole = sequence(body, algorithm, der(3, concat(new byte[1], signature.sign())));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            List<X509Certificate> above = issuer.map(Identity::chain).orElse(List.of());
            return new Identity(
                    java.util.stream.Stream.concat(java.util.stream.Stream.of(certificate), above.stream())
                            .toList(),
                    keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] extensions(boolean isAuthority, String... hosts) {
        byte[] constraints = isAuthority
                ? sequence(
                        der(6, new byte[] {0x55, 0x1D, 0x13}),
                        der(1, new byte[] {-1}),
                        der(4, sequence(der(1, new byte[] {-1}))))
                : new byte[0];
        byte[] names = concat(Arrays.stream(hosts)
                .map(host -> der(0x82, host.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new));
        byte[] san = hosts.length == 0
                ? new byte[0]
                : sequence(der(6, new byte[] {0x55, 0x1D, 0x11}), der(4, sequence(names)));
        return sequence(constraints, san);
    }

    private static byte[] name(String common) {
        byte[] text = der(0x0C, common.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(der(6, new byte[] {0x55, 4, 3}), text)));
    }

    private static byte[] time(Instant at) {
        return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = concat(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
