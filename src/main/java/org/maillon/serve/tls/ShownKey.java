package org.maillon.serve.tls;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.crypto.Crypto;

/**
 * A public key that clients of a host are shown, or will be.
 *
 * @param digest SHA-256 of its SubjectPublicKeyInfo, in hexadecimal: what {@code TLSA 3 1 1} holds (RFC 6698 §2.1)
 */
public record ShownKey(String digest, When when) {
    /** Since when, and by whose word. */
    public enum When {
        NOW,
        /** In a certificate of our own making, which DANE-EE does not mind (RFC 7672 §3.1.1). */
        NOW_SELF_SIGNED,
        /** After a renewal to come. */
        NEXT
    }

    /** Of an RSA and an ECDSA certificate both: the client's abilities choose. */
    static List<ShownKey> of(Identities identities, String host, Optional<PublicKey> next) {
        Map<String, When> keys = new LinkedHashMap<>();
        for (Identity one : identities.fitting(Optional.of(host), host)) {
            keys.putIfAbsent(
                    digest(one.certificate().getPublicKey()), one.isSelfSigned() ? When.NOW_SELF_SIGNED : When.NOW);
        }
        next.ifPresent(key -> keys.putIfAbsent(digest(key), When.NEXT));
        List<ShownKey> shown = new ArrayList<>();
        keys.forEach((digest, when) -> shown.add(new ShownKey(digest, when)));
        return List.copyOf(shown);
    }

    static String digest(PublicKey key) {
        return HexFormat.of().formatHex(Crypto.digest("SHA-256").digest(key.getEncoded()));
    }
}
