package org.maillon.wire.pop3;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.Mechanism;

/**
 * What a session's surroundings say.
 *
 * @param passwordsWelcome whether the connection protects a password: TLS, or loopback
 * @param mostFailures failed log-ins before the connection is closed
 * @param mostErrors commands refused as unknown, malformed or out of place before it is closed
 * @param stls whether STLS begins TLS here and now
 * @param sasl what AUTH takes here and now
 */
public record Pop3Facts(boolean passwordsWelcome, int mostFailures, int mostErrors, boolean stls, Sasl sasl) {
    /** @param exporter the TLS connection's octets for channel binding */
    public record Sasl(List<Mechanism> mechanisms, Optional<Bytes> exporter) {
        public Sasl {
            mechanisms = List.copyOf(mechanisms);
        }
    }
}
