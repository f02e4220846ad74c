/**
 * {@code maillon.toml}: read into records, or refused with every fault in it.
 *
 * <p>{@link org.maillon.app.config.Config} <em>is</em> the file's shape: each component is a table, each table a settings
 * record of the room that uses it, each component of that a key. From these records come the reader's checks, the nearest
 * valid key in its messages, {@code maillon config show} and the reference page docs/CONFIG.md. Nothing is listed twice.
 *
 * <p>The threat is a server that runs with other settings than its owner believes: so an unknown key, a wrong type, a value
 * out of bounds or a key given twice is never passed over; the server does not start, and says file, line and what
 * would be right. What the file does not hold: tenants, domains, accounts. They live in the store and change live.
 *
 * <p>Start reading at {@link org.maillon.app.config.ConfigReader}.
 */
@NullMarked
package org.maillon.app.config;

import org.jspecify.annotations.NullMarked;
