/**
 * The store in memory, for tests and simulation: deterministic, and able to fail where a real one fails. Start reading at
 * {@link org.maillon.store.model.ModelStore}; what goes wrong, and when, is a {@link org.maillon.store.model.Faults}.
 */
@NullMarked
package org.maillon.store.model;

import org.jspecify.annotations.NullMarked;
