/**
 * SMTP's grammar and state machines, both sides of the conversation (RFC 5321): commands, replies, the text of a
 * message. No I/O, no clock, no thread.
 */
@NullMarked
package org.maillon.wire.smtp;

import org.jspecify.annotations.NullMarked;
