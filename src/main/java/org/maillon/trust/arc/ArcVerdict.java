package org.maillon.trust.arc;

import java.util.List;
import org.maillon.kernel.Bytes;

/**
 * What a chain comes to.
 *
 * @param reason a clause that says why it failed; else empty
 * @param sealers who sealed it, the first one first; empty where there is no chain that can be read
 * @param oldestPass the lowest instance whose signature, and all above it, still fit the message; 0: all do, or there is
 *     no chain that passes (RFC 8617 §5.2 step 5)
 * @param temporary it failed because DNS did not answer: it must not be sealed as failed, and may pass later
 */
public record ArcVerdict(ArcResult cv, String reason, List<Sealer> sealers, int oldestPass, boolean temporary) {
    /**
     * @param domain {@code d=} of the seal
     * @param results its ARC-Authentication-Results as they stand, from behind the colon on
     */
    public record Sealer(int instance, String domain, String selector, Bytes results) {}

    public ArcVerdict {
        sealers = List.copyOf(sealers);
    }

    public boolean passes() {
        return cv == ArcResult.PASS;
    }

    static ArcVerdict none() {
        return new ArcVerdict(ArcResult.NONE, "", List.of(), 0, false);
    }

    static ArcVerdict failed(String reason) {
        return new ArcVerdict(ArcResult.FAIL, reason, List.of(), 0, false);
    }
}
