package org.maillon.store;

import org.maillon.kernel.Bytes;

/** One row as a scan gives it. */
public record Row(Bytes key, Bytes value) {}
