package org.maillon.trust.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * What DMARC makes of a message.
 *
 * @param author the domain that was judged; of several the one that fared worst. Empty: there was none to judge
 * @param published the record that spoke, where one did
 * @param dkimAligned whether a passing signature is of the author's organization
 * @param disposition what the owner asks for this message: none where it passed
 * @param sampledOut whether {@code pct} or {@code t} made the disposition milder than the policy (RFC 7489 §6.6.4)
 * @param reasons in plain words, for the trace
 */
public record DmarcVerdict(
        Result result,
        Optional<String> author,
        Optional<Published> published,
        boolean dkimAligned,
        boolean spfAligned,
        Policy disposition,
        boolean sampledOut,
        List<String> reasons) {
    public enum Result {
        PASS,
        FAIL,
        NONE,
        TEMPERROR,
        PERMERROR
    }

    /** @param policy what the record asks for this author, before {@code pct} and {@code t} */
    public record Published(String domain, DmarcRecord record, Policy policy) {}

    public DmarcVerdict {
        reasons = List.copyOf(reasons);
    }

    static DmarcVerdict without(Result result, Optional<String> author, Policy disposition, String reason) {
        return new DmarcVerdict(result, author, Optional.empty(), false, false, disposition, false, List.of(reason));
    }
}
