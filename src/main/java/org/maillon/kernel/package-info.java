/**
 * What every room stands on and what knows nothing of mail: bytes, row encoding, sizes, settings. No I/O but in
 * {@code kernel.net}, no clock of its own; {@link java.time.InstantSource} and {@link java.util.random.RandomGenerator} come in by constructor.
 */
@NullMarked
package org.maillon.kernel;

import org.jspecify.annotations.NullMarked;
