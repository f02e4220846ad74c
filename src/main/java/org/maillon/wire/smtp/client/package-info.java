/**
 * SMTP and LMTP from the client's side (RFC 5321, RFC 2033): what a peer says, read from octets; what we say, written as
 * octets. No I/O, no clock, no thread; {@code deliver.remote} holds the conversation.
 *
 * <p><b>The threat.</b> A peer is whoever DNS named: it may send garbage, a reply without end, control characters meant
 * for our log, a code that changes from line to line. So a reading is a value, {@code Whole} or {@code Malformed(why)},
 * every line and every count has a bound, and nothing a peer says reaches a log or a notice with a control character in
 * it. The other way round, nothing in a message can end it early or begin another one: {@link
 * org.maillon.wire.smtp.client.DotStuffer} lets only CRLF out as the end of a line.
 *
 * <p><b>What it does not do.</b> It decides nothing about retries, and it never looks into a message.
 *
 * <p>Start reading at {@link org.maillon.wire.smtp.client.ReplyReader}, then {@link
 * org.maillon.wire.smtp.client.PeerExtensions} and {@link org.maillon.wire.smtp.client.CommandWriter}.
 */
@NullMarked
package org.maillon.wire.smtp.client;

import org.jspecify.annotations.NullMarked;
