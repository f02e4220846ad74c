package org.maillon.trust.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A domain owner's word on mail of its name, published at {@code _dmarc}. RFC 9989 §4.7; {@code pct} and {@code ri} are
 * RFC 7489 §6.3's.
 *
 * @param policy {@code p}: of the domain itself; none where it is missing or unknown
 * @param subdomains {@code sp}: of domains below
 * @param nonexistent {@code np}: of domains below that do not exist
 * @param dkim how well the domains of signatures must match (tag adkim)
 * @param spf how well the envelope's domain must match (tag aspf)
 * @param suffix {@code psd}: what the domain is
 * @param testing {@code t=y}: the policy is not meant in full yet
 * @param percent {@code pct}: of how many failures in a hundred the policy is meant
 * @param aggregate {@code rua}
 * @param failure {@code ruf}
 */
public record DmarcRecord(
        Policy policy,
        Optional<Policy> subdomains,
        Optional<Policy> nonexistent,
        Alignment dkim,
        Alignment spf,
        Suffix suffix,
        boolean testing,
        OptionalInt percent,
        List<ReportUri> aggregate,
        List<ReportUri> failure) {
    /** Whether the domain is one under which others register theirs. RFC 9989 §4.7 psd. */
    public enum Suffix {
        /** {@code psd=y} */
        YES,
        /** {@code psd=n}: an organization's own top. */
        NO,
        /** {@code psd=u}, the default: to be found out. */
        UNKNOWN
    }

    public DmarcRecord {
        aggregate = List.copyOf(aggregate);
        failure = List.copyOf(failure);
    }

    /**
     * Empty: this is no DMARC record, or one that means nothing (RFC 7489 §6.6.3 (6): no valid policy and nobody to
     * report to).
     */
    public static Optional<DmarcRecord> parse(String text) {
        return new DmarcRecordParser(text).read();
    }

    /** @param exists whether the author's domain does */
    Policy policyBelow(boolean exists) {
        Policy below = subdomains.orElse(policy);
        return exists ? below : nonexistent.orElse(below);
    }
}
