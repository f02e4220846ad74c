/**
 * Keeps messages until each of their recipients has come to one end: delivered, bounced or expired (DESIGN §6).
 *
 * <p>64 journal partitions hold the rows; memory holds only (id, recipient, due, destination). A pure scheduler decides
 * what is tried when; a {@link org.maillon.queue.Courier} tries it. Everything that happens to a message is a line of
 * its trace, written in the same batch as the happening.
 */
@NullMarked
package org.maillon.queue;

import org.jspecify.annotations.NullMarked;
