package org.maillon.trust.arc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Settings;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.PublicKeys;

/** Signatures, chains and key records of strangers: so many verdicts, the same however the octets come, and no pass by chance. */
public final class DkimFuzz {
    private static final DkimSettings SETTINGS = Settings.defaults(DkimSettings.class);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

    private DkimFuzz() {}

    /** How long the pieces are; the key record of s._domainkey.example.org; the rest is the message. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int piece = 1 + octets.next();
        PublicKeys keys = new PublicKeys(new TxtZone().txt("s._domainkey.example.org", octets.text()));
        byte[] message = octets.rest();
        List<DkimVerdict> verdicts = signatures(keys, message, piece);
        Claim.that(verdicts.size() <= SETTINGS.maxSignatures() + 1, "%d verdicts", verdicts.size());
        Claim.same(verdicts, signatures(keys, message, Math.max(1, message.length)), "cut into pieces of " + piece);
        for (DkimVerdict verdict : verdicts) {
            Claim.that(!verdict.passes(), "a pass by chance: %s", verdict);
            Claim.that(!verdict.reason().isEmpty(), "no reason");
        }
        ArcVerdict chain = chain(keys, message);
        Claim.that(!chain.passes(), "a chain that passes by chance: %s", chain);
        Claim.that(
                chain.sealers().size() <= SETTINGS.maxArcSets(),
                "%d seals",
                chain.sealers().size());
        Claim.that(chain.cv() == ArcResult.NONE || !chain.reason().isEmpty(), "no reason");
    }

    private static List<DkimVerdict> signatures(PublicKeys keys, byte[] message, int piece) {
        try (DkimVerifier verifier = new DkimVerifier(keys, CLOCK, SETTINGS)) {
            for (int at = 0; at < message.length; at += piece) {
                verifier.feed(message, at, Math.min(piece, message.length - at));
            }
            return verifier.finish();
        }
    }

    private static ArcVerdict chain(PublicKeys keys, byte[] message) {
        try (ArcVerifier verifier = new ArcVerifier(keys, CLOCK, SETTINGS)) {
            verifier.feed(message, 0, message.length);
            return verifier.finish();
        }
    }
}
