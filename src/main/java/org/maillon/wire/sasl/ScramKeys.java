package org.maillon.wire.sasl;

import java.util.List;
import org.maillon.kernel.Bytes;

/**
 * What a server keeps to check SCRAM proofs (RFC 5802 §3): not enough to log in with. An account may have several passwords,
 * of which each has its pair; they share the salt, for the client is told one before it says which password it has.
 *
 * @param pairs none for an account without keys, or one that is not there
 */
public record ScramKeys(Bytes salt, int iterations, List<Pair> pairs) {
    public ScramKeys {
        pairs = List.copyOf(pairs);
    }

    /** StoredKey and ServerKey. */
    public record Pair(Bytes stored, Bytes server) {
        @Override
        public String toString() {
            return "Pair[***]";
        }
    }
}
