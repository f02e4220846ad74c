package org.maillon.trust.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/**
 * A signature that says all it must. RFC 6376 §3.5.
 *
 * @param field where it stands, with the place of its {@code b=} to be left out of its own hash
 * @param names {@code h=}, in lower case and in its order
 * @param limit {@code l=}, or {@link Long#MAX_VALUE}
 */
public record DkimSignature(
        Place field,
        Algorithm algorithm,
        Canonicalization.Both forms,
        Domain.Name domain,
        String selector,
        String identity,
        List<String> names,
        Values values,
        long limit,
        Optional<Instant> signed,
        Optional<Instant> expires) {
    record Place(HeaderField field, TagList.Tag signature) {}

    /** {@code b=} and {@code bh=}, decoded. */
    @SuppressWarnings("ArrayRecordComponent") // made here, compared and changed by nobody
    record Values(byte[] signature, byte[] bodyHash) {}

    /** Where its key is published. RFC 6376 §3.6.2.1. */
    public String keyName() {
        return selector + "._domainkey." + domain.ascii();
    }

    boolean isPartial() {
        return limit != Long.MAX_VALUE;
    }

    /** The header's part of what is signed: the fields that h= names from the bottom up, and the signature's own. */
    byte[] signedHeader(HeaderFields header) {
        HeaderCanon canon = new HeaderCanon(forms.header());
        canon.add(SignedFields.of(header, names));
        canon.addSignature(field.field(), field.signature());
        return canon.toOctets();
    }
}
