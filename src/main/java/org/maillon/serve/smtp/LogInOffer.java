package org.maillon.serve.smtp;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.Mechanism;

/**
 * What a connection offers to those who want to log in.
 *
 * @param here whether AUTH is a matter of this listener at all
 * @param required whether mail is taken only from those who have (RFC 6409 §4.3)
 * @param mechanisms that can be used just now; none where the client could be overheard
 * @param exporter the TLS connection's octets for channel binding
 */
record LogInOffer(boolean here, boolean required, List<Mechanism> mechanisms, Optional<Bytes> exporter) {
    static final LogInOffer NONE = new LogInOffer(false, false, List.of(), Optional.empty());

    LogInOffer {
        mechanisms = List.copyOf(mechanisms);
    }
}
