package org.maillon.trust;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.maillon.dns.Resolver;

/**
 * Whether an address has a name that leads back to it: iprev, RFC 8601 §3. It proves nothing of a sender; machines that
 * somebody set up to send mail have one, and most of those that were broken into at home do not.
 *
 * @param name the confirmed one; with {@code FAIL} the one that was not
 */
public record ReverseVerdict(Result result, Optional<String> name, String reason) {
    private static final int MOST_NAMES = 10;

    /** RFC 8601 §2.7.3. */
    public enum Result {
        PASS,
        /** It has a name, which does not lead back. */
        FAIL,
        TEMPERROR,
        /** It has no name. */
        PERMERROR;

        /** As Authentication-Results spells it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Optional<String> confirmedName() {
        return result == Result.PASS ? name : Optional.empty();
    }

    /** Blocks on DNS, each question up to the resolver's own bound. */
    public static ReverseVerdict of(InetAddress address, Resolver resolver) {
        ConfirmedNames names = ConfirmedNames.of(address, resolver, ConfirmedNames.UNBOUNDED, MOST_NAMES);
        Optional<String> confirmed = names.names().stream().findFirst();
        String shown = address.getHostAddress();
        if (confirmed.isPresent()) {
            return new ReverseVerdict(Result.PASS, confirmed, confirmed.get() + " leads back to " + shown);
        } else if (names.failure().isPresent()) {
            return new ReverseVerdict(
                    Result.TEMPERROR,
                    Optional.empty(),
                    "the name of " + shown + " cannot be had now: "
                            + names.failure().get());
        }
        return names.unconfirmed()
                .map(name ->
                        new ReverseVerdict(Result.FAIL, Optional.of(name), name + " does not lead back to " + shown))
                .orElseGet(() -> new ReverseVerdict(Result.PERMERROR, Optional.empty(), shown + " has no name"));
    }
}
