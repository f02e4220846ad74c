package org.maillon.trust.dane;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.dns.TlsaRecord;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.crypto.Crypto;

/**
 * A TLSA record that mail can use. Those that ask for an authority of the web as well (PKIX-TA, PKIX-EE) cannot be: which
 * authorities the two sides trust, nobody has agreed on (RFC 7672 §3.1.3).
 *
 * @param data the certificate or key, or its digest
 */
public record Tlsa(Usage usage, Selector selector, Matching matching, Bytes data) {
    /** RFC 7218 §2.1. */
    public enum Usage {
        /** The authority above the server's certificate. */
        DANE_TA,
        /** The server's own certificate. */
        DANE_EE
    }

    /** RFC 7218 §2.2. */
    public enum Selector {
        CERT,
        SPKI
    }

    /** RFC 7218 §2.3. */
    public enum Matching {
        FULL(0, -1),
        SHA2_256(1, 32),
        SHA2_512(2, 64);

        private final int code;
        private final int length;

        Matching(int code, int length) {
            this.code = code;
            this.length = length;
        }
    }

    /** Empty where the record is of no use: an unknown or unusable kind, or a digest of the wrong length (RFC 7671 §4). */
    public static Optional<Tlsa> of(TlsaRecord record) {
        if (record.usage() != 2 && record.usage() != 3
                || record.selector() > 1
                || record.selector() < 0
                || record.matching() > 2
                || record.matching() < 0) {
            return Optional.empty();
        }
        Matching matching = Matching.values()[record.matching()];
        int length = record.data().length();
        boolean fits = matching == Matching.FULL ? length > 0 : length == matching.length;
        return fits
                ? Optional.of(new Tlsa(
                        record.usage() == 2 ? Usage.DANE_TA : Usage.DANE_EE,
                        Selector.values()[record.selector()],
                        matching,
                        record.data()))
                : Optional.empty();
    }

    public static List<Tlsa> usable(List<TlsaRecord> records) {
        return records.stream()
                .flatMap(record -> of(record).stream())
                .distinct()
                .toList();
    }

    /** RFC 6698 §2.1.2, §2.1.3. */
    boolean matches(X509Certificate certificate) {
        byte[] selected;
        try {
            selected = selector == Selector.CERT
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
        } catch (CertificateEncodingException _) {
            return false;
        }
        return data.equals(Bytes.wrap(
                switch (matching) {
                    case FULL -> selected;
                    case SHA2_256 -> Crypto.digest("SHA-256").digest(selected);
                    case SHA2_512 -> Crypto.digest("SHA-512").digest(selected);
                }));
    }

    /** As in a zone file: {@code 3 1 1 0123…}. */
    @Override
    public String toString() {
        return (usage == Usage.DANE_TA ? 2 : 3) + " " + (selector == Selector.CERT ? 0 : 1) + " " + matching.code + " "
                + HexFormat.of().formatHex(data.toArray()).toLowerCase(Locale.ROOT);
    }
}
