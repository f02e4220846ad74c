package org.maillon.wire.pop3;

import java.util.Optional;
import java.util.OptionalInt;
import org.maillon.kernel.Bytes;

/** A command line as read. Message numbers count from 1; one too great for any maildrop reads as {@link Integer#MAX_VALUE}. */
public sealed interface Pop3Command {
    record User(String name) implements Pop3Command {}

    /** @param password the octets as sent */
    record Pass(Bytes password) implements Pop3Command {
        @Override
        public String toString() {
            return "Pass[***]";
        }
    }

    /** RFC 2595 §4. */
    record Stls() implements Pop3Command {}

    /** @param initial response, in base64 */
    record Auth(String mechanism, Optional<String> initial) implements Pop3Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + ", ***]";
        }
    }

    record Stat() implements Pop3Command {}

    record ListSizes(OptionalInt number) implements Pop3Command {}

    record ListUids(OptionalInt number) implements Pop3Command {}

    record Retr(int number) implements Pop3Command {}

    record Top(int number, int lines) implements Pop3Command {}

    record Dele(int number) implements Pop3Command {}

    record Rset() implements Pop3Command {}

    record Noop() implements Pop3Command {}

    record Capa() implements Pop3Command {}

    record Quit() implements Pop3Command {}

    /** Not a command we know. */
    record Unknown(String keyword) implements Pop3Command {}

    /** A command we know, with arguments that do not fit; {@code usage} shows those that would. */
    record Malformed(String usage) implements Pop3Command {}
}
