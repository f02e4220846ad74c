/**
 * POP3 (RFC 1939, RFC 2449) without a socket: lines in, what to say and to do out.
 *
 * <p>A session goes through three states. In {@link org.maillon.wire.pop3.Pop3State.Authorization} the client says who it
 * is; in {@link org.maillon.wire.pop3.Pop3State.Transaction} it looks at a maildrop whose numbers do not change and marks
 * messages as deleted; QUIT leads to {@link org.maillon.wire.pop3.Pop3State.Update}, and only there is anything deleted.
 * A connection that drops deletes nothing (RFC 1939 §6).
 *
 * <p>The threat: passwords guessed or overheard. A user name is never confirmed before its password; the number of
 * failures is bounded; where the connection does not protect a password, none is taken ({@link
 * org.maillon.wire.pop3.Pop3Facts#passwordsWelcome}).
 *
 * <p>Not here: APOP, which needs every password stored in the clear (RFC 1939 §7); STLS and AUTH, which come with TLS;
 * UTF8 and LANG (RFC 6856).
 *
 * <p>Start reading at {@link org.maillon.wire.pop3.Pop3Core#step}.
 */
@NullMarked
package org.maillon.wire.pop3;

import org.jspecify.annotations.NullMarked;
