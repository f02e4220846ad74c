/**
 * The last step of a message to an address of ours: into a mailbox, or on to the addresses that an alias or a forward
 * names. What an address comes to is asked at the time of the attempt, not when the message came.
 *
 * <p><b>Threat: loops.</b> Three guards. A message that already carries our {@code Delivered-To} for the recipient has
 * been here before, and is refused with 5.4.6. Aliases and forwards lead at most {@code max-expansions} steps far. And
 * below the first step a forward to an address that the message goes to already is not followed; when no forward is left
 * to follow, the message is stored. A loop by way of another server's forward meets its Received count (RFC 5321 §6.3).
 *
 * <p><b>A forward that keeps a copy</b> goes on to the targets and, one step deeper, to the very same address. There the
 * rule above finds all targets among the envelope's recipients, and stores. So copy and forwards are recipients of their
 * own, each with its own retries and its own end.
 *
 * <p>The key of a stored message is (queue id, position of the recipient): an attempt made twice stores once.
 *
 * <p>Not here: Sieve, which will choose folders; rewriting the sender of a forward (SRS), which comes with SPF.
 *
 * <p>Start reading at {@link org.maillon.deliver.local.LocalDelivery#deliver}.
 */
@NullMarked
package org.maillon.deliver.local;

import org.jspecify.annotations.NullMarked;
