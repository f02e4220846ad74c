package org.maillon.dns;

import org.maillon.kernel.Bytes;

/** A TLSA record's fields as they came (RFC 6698 §2.1); what they mean is {@code trust.dane}'s. */
public record TlsaRecord(int usage, int selector, int matching, Bytes data) {}
