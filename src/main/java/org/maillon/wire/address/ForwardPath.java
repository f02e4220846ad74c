package org.maillon.wire.address;

/** The recipient in RCPT TO. RFC 5321 §4.1.1.3. */
public sealed interface ForwardPath {
    /** {@code <postmaster>} without a domain, in any case: whoever runs this server (RFC 5321 §4.5.1). */
    record Postmaster() implements ForwardPath {
        @Override
        public String toString() {
            return "postmaster";
        }
    }

    record Mailbox(Address address) implements ForwardPath {
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
