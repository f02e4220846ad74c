package org.maillon.trust.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.maillon.kernel.Bytes;

/**
 * Signs one message with each of a domain's keys. The body is hashed while it goes by, once for all keys; the header is
 * given at the end, as it will leave. For one message, and one thread.
 */
public final class DkimSigner {
    private final BodyDigest body = new BodyDigest();

    /** The next octets of the message. Those of its header are passed over. */
    public void feed(byte[] octets, int from, int length) {
        body.feed(octets, from, length);
    }

    /** Another body leaves than the one that went by. */
    public void replaceBody(Bytes other) {
        body.replace(other);
    }

    /** A field for each key, each ended by CRLF, to stand in front of the message whose header this is. */
    public List<byte[]> sign(HeaderFields header, List<SigningKey> keys, Instant now) {
        String bodyHash = body.finish();
        List<String> names = SignedNames.of(header);
        HeaderCanon canon = new HeaderCanon(Canonicalization.RELAXED);
        canon.add(SignedFields.of(header, names));
        byte[] signed = canon.toOctets();
        List<byte[]> fields = new ArrayList<>(keys.size());
        for (SigningKey key : keys) {
            TagWriter field = new TagWriter("DKIM-Signature")
                    .tag("v", "1")
                    .tag("a", key.algorithm().word())
                    .tag("c", Canonicalization.Both.RELAXED_BOTH.toString())
                    .tag("d", key.domain().ascii())
                    .tag("s", key.selector())
                    .tag("t", Long.toString(now.getEpochSecond()))
                    .list("h", names)
                    .breakable("bh", bodyHash);
            fields.add(signed(field, signed, key));
        }
        return fields;
    }

    /** The field with its {@code b=}, made over what goes before it and over itself, and its CRLF. */
    public static byte[] signed(TagWriter unsigned, byte[] before, SigningKey key) {
        unsigned.breakable("b", "");
        HeaderCanon own = new HeaderCanon(Canonicalization.RELAXED);
        own.addUnsigned(HeaderField.of(unsigned.toOctets()));
        byte[] signature = key.sign(before, own.toOctets());
        return unsigned.more(Base64.getEncoder().encodeToString(signature)).toField();
    }
}
