/**
 * The SMTP server (RFC 5321): what is said when, and what becomes of it.
 *
 * <p>Two halves. {@link org.maillon.serve.smtp.SmtpConversation} is pure: {@code step(standing, event) → (standing, replies,
 * effects)}; it knows the order of commands, the transaction, the bounds on errors, and no time, thread or socket. {@code
 * SmtpSession} is the shell on a connection's thread: it reads lines and bodies, asks the {@link
 * org.maillon.submit.Intake}, feeds what came of it back as an event, and writes the replies.
 *
 * <p>States: greeted, identified (EHLO or HELO), mail given (recipients gather), receiving (behind DATA) or chunking
 * (between BDATs), and back to identified. What belongs to a transaction exists only in the states that have one, so that
 * nothing of one message can stick to the next.
 *
 * <p>The threat: smuggling (a body that one server ends earlier than another), commands that pile up errors or nothing,
 * recipients tried one after the other, peers that stop in the middle, bodies that fail halfway. Each has its bound or its
 * answer; a body is always read to its end or the connection is closed, for what follows it must never be taken for
 * commands.
 *
 * <p>How to serve: {@code new SmtpServer(host, settings, maxMessageSize, intake)} is the {@link
 * org.maillon.serve.net.Protocol} for a {@link org.maillon.serve.net.Listener}. Not here: whether sender and recipient
 * exist and may be served (submit, verify), what a password is worth (hosting), mechanisms (wire.sasl).
 */
@NullMarked
package org.maillon.serve.smtp;

import org.jspecify.annotations.NullMarked;
