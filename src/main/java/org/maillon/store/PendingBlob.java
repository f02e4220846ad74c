package org.maillon.store;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * A blob written to its end but held by nobody yet: it lives once a batch {@link Batch.Change.Keep keeps} it, and is
 * swept at the next start if none does.
 *
 * @param inline the octets of a small blob, which travel in the batch itself; empty for a large one, whose chunks are
 *     in the store already
 */
public record PendingBlob(BlobId id, long size, Optional<Bytes> inline) {}
