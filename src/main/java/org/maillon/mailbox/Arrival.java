package org.maillon.mailbox;

import java.time.Instant;
import java.util.Set;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;

/**
 * A message on its way into a mailbox.
 *
 * @param key the same for every try of the same delivery (message, recipient): it is stored once (law 3)
 * @param prefix header lines of this copy alone (Return-Path, Delivered-To), in front of the blob's octets
 * @param blob the octets, and {@code reference} the name under which the mailbox holds them from now on
 * @param size of the blob's octets, without the prefix
 */
public record Arrival(
        String key,
        String folder,
        Bytes prefix,
        BlobId blob,
        String reference,
        long size,
        Instant at,
        Set<String> flags) {}
