/**
 * One delivery attempt to another server, by SMTP (RFC 5321) or LMTP (RFC 2033).
 *
 * <p>The attempt is a row of stages, a file each: the hops in their order, those out of reach of late at
 * the end ({@code RemoteDelivery}, {@code Unreached}), a session to a hop,
 * reused or dialled ({@code Sessions}, {@code SessionPool}), the greetings ({@code Greeter}) and TLS ({@code Securing}), whether this peer can take
 * this message ({@code Fitting}), the envelope ({@code EnvelopeStage}), the body ({@code BodyStage}), and what became of
 * each recipient ({@code Outcomes}). One session may see several transactions ({@code Conversation}): where recipients
 * are more than a peer takes at once.
 *
 * <p><b>The threat.</b> A peer may be slow on purpose: a reply must be whole within its time, a block of the body must
 * be taken within its time, and the attempt as a whole has an end. It may close at any octet, answer garbage, or be
 * ourselves. It may close after the last octet and before its answer: nobody can tell whether it took the message, so
 * it is tried again later (the one repetition that SMTP itself has).
 *
 * <p><b>Who decides what.</b> A reply to RCPT is about the recipient, a reply to MAIL, DATA or the body about the
 * message; both are final for this attempt. A connection that is refused, breaks, times out or says 421 is about the
 * server: the next one is asked. A 421 to DATA or the body may be about the message all the same: it gives the server no
 * rest. A greeting of 5yz too asks the next one; only when every server has said so is it a
 * failure (RFC 5321 §3.1, §4.2.1).
 *
 * <p><b>Questions.</b> {@code RemoteProber} asks a server about a mailbox over the same sessions: MAIL and RCPT
 * ({@code ProbeScript}), within a budget for each site and each address
 * ({@code ProbeBudget}). Where a message is about to come, the session
 * that took its envelope waits for the body a short while ({@code KeptSessions}) and the attempt goes on in it at DATA;
 * where the message is another one than was announced, or none comes, it is reset. A kept session that is lost costs a new
 * connection and nothing else: no body has been sent.
 *
 * <p><b>What it does not do.</b> It converts no body (an 8-bit message goes as it is, or fails), looks up no name, knows
 * no schedule, and does not decide how safe a way must be ({@code deliver.tls}).
 *
 * <p>Start reading at {@link org.maillon.deliver.remote.RemoteDelivery}.
 */
@NullMarked
package org.maillon.deliver.remote;

import org.jspecify.annotations.NullMarked;
