/**
 * SMTP's grammar, both sides of the conversation (RFC 5321): commands, replies, the text of a message. No I/O, no clock, no
 * thread.
 *
 * <p>The server's side: {@link org.maillon.wire.smtp.Verb} is the table of commands, {@link
 * org.maillon.wire.smtp.CommandParser} turns a line into a {@link org.maillon.wire.smtp.Command} or into the reply that
 * says what is wrong with it; {@link org.maillon.wire.smtp.SmtpReplies} is the one catalogue of what the conversation says;
 * {@link org.maillon.wire.smtp.DotReader} and {@link org.maillon.wire.smtp.ChunkReader} read a message. The order of
 * commands and all state live in serve.smtp. The client's side is in {@code wire.smtp.client}.
 *
 * <p>The threat is disagreement: whatever another server could read otherwise than we do is refused rather than guessed
 * at. A line is ended by CRLF and by nothing else, a message by CRLF.CRLF and by nothing else. What a client says comes
 * back in replies only shortened, and never with its line ends. Tolerances are two, both by name: a space behind
 * {@code FROM:} (a setting), and host names in EHLO that are no host names.
 */
@NullMarked
package org.maillon.wire.smtp;

import org.jspecify.annotations.NullMarked;
