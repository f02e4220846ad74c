package org.maillon.trust.arc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dkim.Canonicalization;
import org.maillon.trust.dkim.DkimSigner;
import org.maillon.trust.dkim.HeaderCanon;
import org.maillon.trust.dkim.HeaderField;
import org.maillon.trust.dkim.HeaderFields;
import org.maillon.trust.dkim.SignedFields;
import org.maillon.trust.dkim.SignedNames;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.trust.dkim.TagWriter;

/**
 * Adds a link to a chain. RFC 8617 §5.1. A chain that has failed is left as it is: a seal that says so helps nobody, and
 * one that DNS kept us from following may pass elsewhere.
 */
public final class ArcSealer {
    private static final int MOST_SETS = 50; // RFC 8617 §4.2.1

    private ArcSealer() {}

    /**
     * @param results what stands in our Authentication-Results field, behind its colon, without its CRLF
     * @param bodyHash of the body in relaxed form, in base64
     */
    public record Arrival(ArcVerdict chain, Bytes results, String bodyHash, Instant now) {}

    /** The three fields, each with its CRLF, to stand in front of the message whose header this is; empty: it is not to be sealed. */
    public static Optional<Bytes> seal(HeaderFields header, Arrival arrival, SigningKey key) {
        return switch (ArcChain.of(header, MOST_SETS - 1)) {
            case ArcChain.None() -> Optional.of(set(header, List.of(), arrival, key));
            case ArcChain.Sets(List<ArcSet> sets)
            when arrival.chain().passes() -> Optional.of(set(header, sets, arrival, key));
            case ArcChain.Sets _, ArcChain.Broken _ -> Optional.empty();
        };
    }

    private static Bytes set(HeaderFields header, List<ArcSet> before, Arrival arrival, SigningKey key) {
        String instance = Integer.toString(before.size() + 1);
        byte[] results = results(instance, arrival.results());
        byte[] signature = signature(header, instance, arrival, key);
        List<HeaderField> sealed = new ArrayList<>();
        for (ArcSet set : before) {
            sealed.addAll(List.of(set.results(), set.signature(), set.seal()));
        }
        sealed.add(HeaderField.of(results));
        sealed.add(HeaderField.of(signature));
        HeaderCanon canon = new HeaderCanon(Canonicalization.RELAXED);
        canon.add(sealed);
        TagWriter seal = new TagWriter("ARC-Seal")
                .tag("i", instance)
                .tag("a", key.algorithm().word())
                .tag("t", Long.toString(arrival.now().getEpochSecond()))
                .tag("cv", before.isEmpty() ? "none" : "pass")
                .tag("d", key.domain().ascii())
                .tag("s", key.selector());
        return new ByteWriter(2048)
                .raw(DkimSigner.signed(seal, canon.toOctets(), key))
                .raw(signature)
                .raw(results)
                .toBytes();
    }

    private static byte[] results(String instance, Bytes results) {
        byte[] name = ("ARC-Authentication-Results: i=" + instance + ";").getBytes(StandardCharsets.US_ASCII);
        return new ByteWriter(512)
                .raw(name)
                .raw(results)
                .octet('\r')
                .octet('\n')
                .toBytes()
                .toArray();
    }

    private static byte[] signature(HeaderFields header, String instance, Arrival arrival, SigningKey key) {
        List<String> names = SignedNames.present(header);
        HeaderCanon canon = new HeaderCanon(Canonicalization.RELAXED);
        canon.add(SignedFields.of(header, names));
        TagWriter field = new TagWriter("ARC-Message-Signature")
                .tag("i", instance)
                .tag("a", key.algorithm().word())
                .tag("c", Canonicalization.Both.RELAXED_BOTH.toString())
                .tag("d", key.domain().ascii())
                .tag("s", key.selector())
                .tag("t", Long.toString(arrival.now().getEpochSecond()))
                .list("h", names)
                .breakable("bh", arrival.bodyHash());
        return DkimSigner.signed(field, canon.toOctets(), key);
    }
}
