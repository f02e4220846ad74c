package org.maillon.hosting;

import java.time.Instant;
import java.util.Locale;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.wire.address.Domain;

/**
 * A key that a domain's mail is signed with.
 *
 * @param privateKey PKCS #8
 * @param publicKey a SubjectPublicKeyInfo
 * @param since when it came into its state
 */
public record DomainKey(
        Domain.Name domain,
        String selector,
        Algorithm algorithm,
        State state,
        Secret privateKey,
        Bytes publicKey,
        Instant created,
        Instant since) {
    /** In the order of its life. */
    public enum State {
        /** Made, and not seen in DNS yet: whoever looked for it would find nothing, so nothing is signed with it. */
        WAITING,
        ACTIVE,
        /** Signs no more; its record stays in DNS for the mail that is still on its way. */
        RETIRING,
        /** Its record may be taken out of DNS. */
        RETIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where DNS has its record. RFC 6376 §3.6.2.1. */
    public String recordName() {
        return selector + "._domainkey." + domain.ascii();
    }

    /** The TXT record to publish there. */
    public String record() {
        return SigningKey.record(algorithm, publicKey.shared());
    }

    /** Whether its record belongs into DNS. */
    public boolean isToBePublished() {
        return state != State.RETIRED;
    }

    DomainKey in(State other, Instant now) {
        return new DomainKey(domain, selector, algorithm, other, privateKey, publicKey, created, now);
    }
}
