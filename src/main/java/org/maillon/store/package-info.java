/**
 * The store's contract: an ordered key-value store cut into partitions. One {@link org.maillon.store.Batch} touches one
 * partition and commits whole and durably, or not at all. A large value is a blob: written as a stream, held by named
 * references, freed with the last. Engines live below ({@code rocksdb}; {@code model} among the tests) and never see
 * each other; only {@code app.wiring} names one.
 *
 * <p>Nothing is atomic across partitions: work that spans two is made of steps that can be done again.
 */
@NullMarked
package org.maillon.store;

import org.jspecify.annotations.NullMarked;
