/**
 * Delivery status notifications: the message a mail system writes to a sender about what became of a message.
 *
 * <p>A {@code multipart/report} (RFC 6522) of three parts: words for a person, fields for a program (RFC 3464), and the
 * original or its header. {@link org.maillon.wire.report.DeliveryReport} is what to say, {@link
 * org.maillon.wire.report.ReportWriter} says it. Pure: whoever calls decides whether a report is sent at all, and to
 * whom; nothing here knows of queues.
 *
 * <p>The words are in the reader's language: {@link org.maillon.wire.report.Texts} is all that is ever said, one class a
 * language, and {@link org.maillon.wire.report.Cause} what a reply means for a person. To a reader with an ASCII address
 * the whole report is ASCII, so that it passes every server on its way back (RFC 6533 §4.1): words and UTF-8 headers go
 * quoted-printable. Only a message returned whole that was 8-bit itself makes the report so.
 *
 * <p>The threat: a report quotes what strangers said. No octet of theirs may end a field, a line or a part: control
 * characters become spaces, lines are cut and folded, the boundary is drawn at random by the caller.
 */
@NullMarked
package org.maillon.wire.report;

import org.jspecify.annotations.NullMarked;
