package org.maillon.deliver.tls;

/** What a message's sender wants of TLS on its whole way (RFC 8689). */
public enum TlsWish {
    NONE,
    /** REQUIRETLS: to servers that have shown who they are and will ask the same of the next one, or not at all. */
    REQUIRED,
    /** {@code TLS-Required: No}: what the destination publishes does not hold for this message. */
    WAIVED
}
