/**
 * Does this address exist? Asked before the body is taken (DESIGN §7).
 *
 * <p>Start reading at {@link org.maillon.verify.Verifier}. For our own domains the directory knows; for all others DNS
 * says whether the domain takes mail at all: an MX (RFC 5321 §5.1), else an address, unless a null MX says never (RFC
 * 7505). Where mail would be sent on, the server that would take it is asked for the mailbox ({@link
 * org.maillon.verify.Inquiry}, through the port {@link org.maillon.verify.Prober}), and what it said is remembered
 * ({@link org.maillon.verify.Verdicts}). A {@link org.maillon.verify.Verdict} carries its evidence, so that a person can
 * follow it; {@link org.maillon.verify.VerifyReplies} is what a client reads.
 *
 * <p><b>The threat</b>: mail taken for an address that does not exist becomes a bounce to a sender that may be forged;
 * and a DNS that fails for a moment must never turn into a permanent refusal. "No such domain" is permanent, "no answer"
 * is temporary. A server's refusal may be about us who ask: {@code Meaning} believes only what is said of the mailbox.
 * It may be about the sender who asks: then no other client hears of it ({@code Conclusion}).
 * A server that says yes to every name proves nothing by it: a name that nobody bears finds it out. And questions are a
 * burden to others: one at a time for an address however many ask, remembered long, and silence is respected a while.
 *
 * <p><b>States</b> of an address: not known; being asked about (a flight that others join); known, until it is too old.
 * An answer that comes too late for the client that wanted it is remembered all the same.
 *
 * <p>Not here: how a server is reached and what is said to it (deliver.remote), and how often (its budget).
 */
@NullMarked
package org.maillon.verify;

import org.jspecify.annotations.NullMarked;
