package org.maillon.wire.sasl;

import java.util.Optional;
import java.util.Set;
import org.maillon.kernel.Bytes;

/**
 * What an exchange's surroundings say.
 *
 * @param offered what the client was told it can use
 * @param exporter the TLS connection's {@code tls-exporter} octets (RFC 9266), where there is one that has them
 * @param nonce ours, printable ASCII without comma, never used before
 * @param bearer what a client whose token is refused is told about those that would do
 */
public record SaslFacts(Set<Mechanism> offered, Optional<Bytes> exporter, String nonce, BearerHint bearer) {
    public SaslFacts {
        offered = Set.copyOf(offered);
    }

    /**
     * RFC 7628 §3.2.2.
     *
     * @param scope that a token needs; may be empty
     * @param configuration where the issuer describes itself; may be empty
     */
    public record BearerHint(String scope, String configuration) {
        public static final BearerHint NONE = new BearerHint("", "");
    }
}
