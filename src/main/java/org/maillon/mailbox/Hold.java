package org.maillon.mailbox;

import org.maillon.store.BlobId;

/** A blob and the name of one reference to it. */
record Hold(BlobId blob, String reference) {}
