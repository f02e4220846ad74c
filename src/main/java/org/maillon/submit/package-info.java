/**
 * The one way in, for SMTP, API and campaigns: may this client send this, do sender and recipient exist, and then the
 * body, streamed to the queue's store and durable before the answer. End of DATA is a list of named stages, a file each.
 *
 * <p>The threat: becoming an open relay, so a client outside of the configured networks sends to our own domains,
 * and along routes that say so, and is refused anything else before it can make us ask DNS; messages that go in circles, or whose header never ends: their bounds are
 * watched while the body passes, not when it is there.
 *
 * <p>A message is opened, written piece by piece, and then finished or forgotten; nothing of it is kept unless the finish
 * said so. Not here: the order of commands (serve.smtp), what exists (verify), when it is tried (queue).
 *
 * <p>Of a stranger's message it is asked who vouches for it ({@link org.maillon.submit.VouchStage}): SPF, DKIM, ARC and DMARC
 * by trust, one Authentication-Results field, and what the author's domain asks for. Of those who log in, of the networks of
 * {@code relay-from} and of this machine it is not.
 *
 * <p>Start reading at {@link org.maillon.submit.MailIntake}, then {@link org.maillon.submit.EndOfData}.
 */
@NullMarked
package org.maillon.submit;

import org.jspecify.annotations.NullMarked;
