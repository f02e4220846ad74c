package org.maillon.wire.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/** Text of a client's message. */
final class Prepared {
    private Prepared() {}

    /** Empty where it is no UTF-8, or SASLprep lets it not pass; an empty name passes. */
    static Optional<String> name(Bytes text, int from, int to) {
        return utf8(text, from, to).flatMap(SaslPrep::prepare);
    }

    /** Empty where it is not well-formed. */
    static Optional<String> utf8(Bytes text, int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.shared(), from, to - from))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
