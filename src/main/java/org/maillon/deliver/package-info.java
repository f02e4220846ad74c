/**
 * One attempt for recipients of one message: the only room that sees queue and mailbox both. {@link
 * org.maillon.deliver.Delivery} asks the route of each recipient now (it may have changed since the message came), and
 * hands each group of the same route to {@code deliver.remote}, each local one to {@code deliver.local}.
 *
 * <p><b>States.</b> None: an attempt begins and ends here; what is remembered between attempts is the queue's.
 *
 * <p><b>The threat.</b> A fault with one recipient, ours or a peer's, must not cost another one its answer: an answer
 * that is lost is a message sent twice. So faults end here, as a deferral of those they concern.
 */
@NullMarked
package org.maillon.deliver;

import org.jspecify.annotations.NullMarked;
