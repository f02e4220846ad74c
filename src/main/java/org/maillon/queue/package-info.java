/**
 * Keeps messages until each of their recipients has come to one end: delivered, bounced, expired or removed (DESIGN §6).
 *
 * <p>64 journal partitions hold the rows ({@link org.maillon.queue.Rows} has the keys); memory holds only ids, due times
 * and destinations. A pure {@link org.maillon.queue.Scheduler} decides what is tried when; a {@link
 * org.maillon.queue.Courier} tries it; {@link org.maillon.queue.Settler} records what came of it. Everything that happens
 * to a message is a line of its trace, written in the same batch as the happening.
 *
 * <p>A message that is delivered at once costs two batches: {@code enqueue} (content, envelope, trace, index) and the
 * attempt's (deletes, trace). Nothing is read and then written on that way. A recipient is never tried (no row), deferred
 * (a row with attempts, due time and last words) or ended (a row, while others of the message are not). The batch of the
 * last end deletes the message's rows and gives up its content.
 *
 * <p>The threats: a crash between delivery and the record of it (the recipient is tried again: SMTP's own window, and
 * mailboxes take a message once); a full disk (outcomes wait in memory until they can be recorded); one tenant's flood
 * (each level of the scheduler takes turns); a destination that is down (it rests, does not burn attempts, and many such leave room for those that answer); a provider of a
 * thousand domains that a thousand messages call at once (domains with the same MX hosts are one {@link
 * org.maillon.queue.Site}: an attempt's first step is to find it, and it may have to go back and wait there); a client
 * that is refused a million times (refusals are written at a bounded rate); bounces of bounces (there are none).
 *
 * <p>A sender hears of what it asked to hear (RFC 3461): each notice is a message of the queue, and is in the batch of what
 * it tells, be it an end or that {@link org.maillon.queue.Delays} found a message waiting for long. Whoever answers for the
 * domain it comes from signs it while it is written ({@link org.maillon.queue.NoticeSigner}), unless it repeats what a
 * server said or brings the whole message back: whoever sends to somebody whose mail goes on to a server of its own chooses
 * both, and a signature can be shown again to everybody. Such a notice is believed for the way it came, which is ours
 * (SPF of our host name, RFC 7208 §2.4); our own users get theirs from ourselves.
 *
 * <p>What it does not do: find the next server ({@code route}), talk to it ({@code deliver}).
 *
 * <p>Start reading at {@link org.maillon.queue.Queue}, then {@link org.maillon.queue.Scheduler} and {@link
 * org.maillon.queue.Settlement}.
 */
@NullMarked
package org.maillon.queue;

import org.jspecify.annotations.NullMarked;
