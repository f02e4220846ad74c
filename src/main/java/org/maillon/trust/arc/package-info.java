/**
 * ARC: servers that pass a message on, and change it perhaps, say what they found when it came to them (RFC 8617).
 *
 * <p>Each adds a set of three fields with the same instance number: ARC-Authentication-Results (what SPF, DKIM and DMARC
 * said there), ARC-Message-Signature (like DKIM's, over the message as it left) and ARC-Seal (over all sets so far, with
 * {@code cv=}, what the chain was worth on arrival). {@link org.maillon.trust.arc.ArcVerifier} follows a chain and says who
 * stands in it; {@link org.maillon.trust.arc.ArcSealer} adds a link.
 *
 * <p><b>The threat</b>: anybody can seal anything. A chain that passes says who claims what, never that it is true: it
 * helps only where the reader trusts the sealer, which is DMARC's decision and not made here. Chains of more than fifty
 * sets fail, as do all that are not complete; keys are bounded in time as DKIM's are. A chain that fails because DNS is
 * silent is told apart, as a seal that says {@code cv=fail} ends a chain for good.
 */
@NullMarked
package org.maillon.trust.arc;

import org.jspecify.annotations.NullMarked;
