package org.maillon.wire.report.feedback;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * One message that somebody complains about, or that failed. RFC 5965 §3, RFC 6591 §3. Words are in lower case, other values
 * as they stand, unfolded.
 *
 * @param type {@code abuse}, {@code fraud}, {@code auth-failure}, …
 * @param incidents how many it stands for
 * @param fields all that it said of the message
 * @param original the message, or its header, where it was sent along
 */
public record AbuseReport(String type, String userAgent, long incidents, Fields fields, Optional<Bytes> original) {
    /** @param others the fields that stand at most once, by their names in lower case */
    public record Fields(
            List<String> authenticationResults,
            List<String> reportedDomains,
            List<String> reportedUris,
            Map<String, String> others) {
        public Fields {
            authenticationResults = List.copyOf(authenticationResults);
            reportedDomains = List.copyOf(reportedDomains);
            reportedUris = List.copyOf(reportedUris);
            others = Map.copyOf(others);
        }

        public Optional<String> other(String name) {
            return Optional.ofNullable(others.get(name));
        }
    }

    /** The address, without what some write behind it. */
    public Optional<String> sourceAddress() {
        return fields.other("source-ip").map(text -> {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        });
    }
}
