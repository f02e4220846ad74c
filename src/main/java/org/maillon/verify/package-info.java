/**
 * Does this address exist? Asked before the body is taken (DESIGN §7).
 *
 * <p>Start reading at {@link org.maillon.verify.Verifier}. For our own domains the directory knows; for all others DNS
 * says whether the domain takes mail at all: an MX (RFC 5321 §5.1), else an address, unless a null MX says never (RFC
 * 7505). A {@link org.maillon.verify.Verdict} carries its evidence, so that a person can follow it; {@link
 * org.maillon.verify.VerifyReplies} is what a client reads.
 *
 * <p><b>The threat</b>: mail taken for an address that does not exist becomes a bounce to a sender that may be forged;
 * and a DNS that fails for a moment must never turn into a permanent refusal. "No such domain" is permanent, "no answer"
 * is temporary.
 *
 * <p>Not here: asking the remote server for a mailbox. A verdict has room for what it says: {@code Exists}, {@code
 * AcceptsAll}, and {@code by} with the server's name.
 */
@NullMarked
package org.maillon.verify;

import org.jspecify.annotations.NullMarked;
