package org.maillon.wire.address;

/** The sender in MAIL FROM. RFC 5321 §4.1.1.2. */
public sealed interface ReversePath {
    /** {@code <>}: a notification; nothing is ever sent back for it (RFC 5321 §4.5.5). */
    record Null() implements ReversePath {
        @Override
        public String toString() {
            return "";
        }
    }

    record Sender(Address address) implements ReversePath {
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
