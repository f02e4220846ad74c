package org.maillon.trust.dkim;

import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.maillon.kernel.crypto.Crypto;

/** The hashes that a message's signatures want of its body, each made once, however many want it. */
public final class BodyHashes {
    private final Map<Canonicalization, BodyCanon> forms = new EnumMap<>(Canonicalization.class);
    private final Map<Wanted, BodyHash> hashes = new HashMap<>();

    private record Wanted(Canonicalization form, long limit) {}

    /** @param limit octets in canonical form; {@link Long#MAX_VALUE}: all */
    public BodyHash want(Canonicalization form, long limit) {
        return hashes.computeIfAbsent(new Wanted(form, limit), this::begin);
    }

    /** How many are being made. */
    int count() {
        return hashes.size();
    }

    private BodyHash begin(Wanted wanted) {
        BodyHash hash = new BodyHash(sha256(), wanted.limit());
        forms.computeIfAbsent(wanted.form(), BodyCanon::new).into(hash);
        return hash;
    }

    static MessageDigest sha256() {
        return Crypto.digest("SHA-256");
    }

    void feed(byte[] octets, int from, int length) {
        forms.values().forEach(form -> form.feed(octets, from, length));
    }

    void end() {
        forms.values().forEach(BodyCanon::end);
        hashes.values().forEach(BodyHash::end);
    }
}
