package org.maillon.wire.report.feedback;

import java.time.Instant;
import java.util.List;

/** A day of sessions under TLS with one domain's servers, as one sender saw it. RFC 8460 §4.4. Texts may be empty. */
public record TlsReport(
        String organization, Instant start, Instant end, String contact, String id, List<PolicyResult> policies) {
    public TlsReport {
        policies = List.copyOf(policies);
    }

    /** What came of one policy. */
    public record PolicyResult(Policy policy, long successes, long failures, List<Failure> details) {
        public PolicyResult {
            details = List.copyOf(details);
        }
    }

    /** @param type {@code tlsa}, {@code sts}, {@code no-policy-found}, or another sender's word */
    public record Policy(String type, List<String> text, String domain, List<String> hosts) {
        public Policy {
            text = List.copyOf(text);
            hosts = List.copyOf(hosts);
        }
    }

    public record Failure(
            String type,
            String sendingAddress,
            String receivingHost,
            String receivingHelo,
            String receivingAddress,
            long count,
            String information,
            String code) {}
}
