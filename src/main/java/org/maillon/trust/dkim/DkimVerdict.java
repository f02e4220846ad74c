package org.maillon.trust.dkim;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one signature comes to.
 *
 * @param reason a clause that a person can act on; empty where there is nothing to say but {@code pass}
 * @param claim who signed, as far as the field could be read
 * @param keyBits the key's size, where the key was found
 * @param bodyOctets how much of the body in canonical form is signed, where {@code l=} says so
 * @param testing the domain says in its key record that it is only trying DKIM (RFC 6376 §3.6.1, t=y)
 */
public record DkimVerdict(
        DkimResult result, String reason, Claim claim, OptionalInt keyBits, OptionalLong bodyOctets, boolean testing) {
    /**
     * What the field says of itself; what it does not say is the empty string.
     *
     * @param domain {@code d=} in lower case, A-labels
     * @param selector {@code s=}
     * @param identity {@code i=}, or what stands for it where it is missing: {@code @} and the domain
     * @param algorithm {@code a=}
     * @param start the first eight characters of {@code b=}, which tell signatures of one domain apart (RFC 6008 §3)
     */
    public record Claim(String domain, String selector, String identity, String algorithm, String start) {
        public static final Claim UNREADABLE = new Claim("", "", "", "", "");
    }

    public boolean passes() {
        return result == DkimResult.PASS;
    }

    static DkimVerdict of(DkimResult result, String reason, Claim claim) {
        return new DkimVerdict(result, reason, claim, OptionalInt.empty(), OptionalLong.empty(), false);
    }
}
