package org.maillon.wire.report.feedback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A day of one domain's mail as one receiver saw it. RFC 7489 §7.2 and appendix C; RFC 9990. Words are those of the
 * schema in lower case; what a report does not say, or says in unknown words, is empty.
 */
public record AggregateReport(String version, Metadata metadata, PublishedPolicy policy, List<Row> rows) {
    public AggregateReport {
        rows = List.copyOf(rows);
    }

    /** @param end included */
    public record Metadata(
            String organization,
            String email,
            String contact,
            String id,
            Instant begin,
            Instant end,
            List<String> errors,
            String generator) {
        public Metadata {
            errors = List.copyOf(errors);
        }
    }

    /** @param discovery {@code psl} or {@code treewalk} */
    public record PublishedPolicy(
            String domain,
            String dkimAlignment,
            String spfAlignment,
            String policy,
            String subdomains,
            String nonexistent,
            boolean testing,
            String discovery,
            String failureOptions) {}

    /** Messages of one source that fared alike. */
    public record Row(String source, long count, Evaluated evaluated, Identifiers identifiers, Auth auth) {}

    public record Evaluated(String disposition, String dkim, String spf, List<Reason> reasons) {
        public Evaluated {
            reasons = List.copyOf(reasons);
        }
    }

    /** Why the disposition is not what the policy asks for. */
    public record Reason(String type, String comment) {}

    public record Identifiers(Optional<String> envelopeTo, String envelopeFrom, String headerFrom) {}

    public record Auth(List<DkimAuth> dkim, List<SpfAuth> spf) {
        public Auth {
            dkim = List.copyOf(dkim);
            spf = List.copyOf(spf);
        }
    }

    public record DkimAuth(String domain, String selector, String result) {}

    public record SpfAuth(String domain, String scope, String result) {}

    public long messages() {
        return rows.stream().mapToLong(Row::count).sum();
    }

    /** Of how many messages neither DKIM nor SPF was aligned. */
    public long failures() {
        return rows.stream()
                .filter(row -> !row.evaluated().dkim().equals("pass")
                        && !row.evaluated().spf().equals("pass"))
                .mapToLong(Row::count)
                .sum();
    }
}
