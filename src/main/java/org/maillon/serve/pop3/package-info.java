/**
 * POP3 over connections: reads lines, asks {@link org.maillon.wire.pop3.Pop3Core} what they mean, and does it with the
 * mailbox. One virtual thread a session; a message is streamed, 16 KiB in memory at a time.
 *
 * <p>The threat: passwords guessed (each wrong one is answered late, and few are allowed) or overheard (none is taken from
 * elsewhere than loopback without TLS); two programs that fetch and delete at once (one session a mailbox); a
 * connection that breaks in the middle (nothing is deleted before QUIT).
 *
 * <p>A message that cannot be read to its end ends the connection: what looked like a whole message would be deleted by
 * its reader.
 *
 * <p>Start reading at {@link org.maillon.serve.pop3.Pop3Session#run}.
 */
@NullMarked
package org.maillon.serve.pop3;

import org.jspecify.annotations.NullMarked;
