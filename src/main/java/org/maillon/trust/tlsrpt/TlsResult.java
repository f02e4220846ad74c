package org.maillon.trust.tlsrpt;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One session with a server of a domain (RFC 8460 §4.1): a success, or the failure that came first.
 *
 * @param domain whose recipients it was for, in A-labels
 * @param mx the server that was called; empty where it never came to that, as with a policy that could not be fetched
 * @param from our address of the session, if known
 */
public record TlsResult(
        Instant at,
        String domain,
        Policy policy,
        Optional<Server> mx,
        Optional<InetAddress> from,
        Optional<Failure> failure) {
    /**
     * The policy that was applied (RFC 8460 §4.4).
     *
     * @param text its lines, as the domain gave them: of MTA-STS the policy's, of DANE the TLSA records
     * @param hosts the patterns of MTA-STS that a server may match, or the host that the TLSA records are of
     */
    public record Policy(Type type, List<String> text, List<String> hosts) {
        public static final Policy NONE = new Policy(Type.NO_POLICY_FOUND, List.of(), List.of());

        public Policy {
            text = List.copyOf(text);
            hosts = List.copyOf(hosts);
        }
    }

    /** RFC 8460 §4.2, "policy-type". */
    public enum Type {
        TLSA("tlsa"),
        STS("sts"),
        NO_POLICY_FOUND("no-policy-found");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** A mail server as it was called. */
    public record Server(String host, InetAddress address) {}

    /** @param why for "failure-reason-code", in words */
    public record Failure(Kind kind, String why) {}

    /** RFC 8460 §4.3. */
    public enum Kind {
        STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
        CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
        CERTIFICATE_EXPIRED("certificate-expired"),
        CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
        VALIDATION_FAILURE("validation-failure"),
        TLSA_INVALID("tlsa-invalid"),
        DNSSEC_INVALID("dnssec-invalid"),
        DANE_REQUIRED("dane-required"),
        STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
        STS_POLICY_INVALID("sts-policy-invalid"),
        STS_WEBPKI_INVALID("sts-webpki-invalid");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in a report. */
        public String word() {
            return word;
        }
    }
}
