package org.maillon.submit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.wire.message.AuthenticationResults;

/**
 * The forwarder whose word is taken for a message that his handling broke. RFC 8617 §7.2. From the last sealer back, as far
 * as each is trusted: a seal is worth as much as those above it, for each of them could have made up all below.
 */
final class TrustedSeal {
    private TrustedSeal() {}

    /** Who says that DMARC passed for this author when the message came to him. */
    static Optional<String> vouches(ArcVerdict chain, String author, List<String> trusted) {
        if (!chain.passes() || trusted.isEmpty()) {
            return Optional.empty();
        }
        for (ArcVerdict.Sealer sealer : chain.sealers().reversed()) {
            if (trusted.stream().noneMatch(sealer.domain()::equalsIgnoreCase)) {
                return Optional.empty();
            } else if (saysPass(sealer, author)) {
                return Optional.of(sealer.domain());
            }
        }
        return Optional.empty();
    }

    private static boolean saysPass(ArcVerdict.Sealer sealer, String author) {
        return AuthenticationResults.parse(withoutInstance(sealer.results().shared()))
                .map(AuthenticationResults::results)
                .orElse(List.of())
                .stream()
                .anyMatch(result -> result.method().equals("dmarc")
                        && result.result().equals("pass")
                        && result.property("header", "from")
                                .filter(author::equalsIgnoreCase)
                                .isPresent());
    }

    /** RFC 8617 §4.1.1: {@code i=1;} stands before what Authentication-Results would hold. */
    private static byte[] withoutInstance(byte[] value) {
        for (int at = 0; at < value.length; at++) {
            if (value[at] == ';') {
                return Arrays.copyOfRange(value, at + 1, value.length);
            }
        }
        return value;
    }
}
