package org.maillon.queue;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/** Signs what the queue itself writes, in the name of the domain it is written from (RFC 6376). */
@FunctionalInterface
public interface NoticeSigner {
    NoticeSigner NOBODY = _ -> Optional.empty();

    /**
     * For one notice.
     *
     * @param host the right side of its From
     * @return empty where nobody signs for that
     */
    Optional<Signing> open(String host);

    /** Sees a notice's octets once, in order, while they are written, and holds none of its body. */
    interface Signing {
        void write(byte[] octets, int from, int length);

        /** Once, behind the last octet; empty where it cannot be signed after all. */
        Optional<Signed> finish();
    }

    /**
     * A signature.
     *
     * @param fields whole ones, each ended by CRLF, to stand in front of the notice
     * @param by who signed, with which keys: words for the trace that go on after {@code signed for}
     */
    record Signed(Bytes fields, String by) {}
}
