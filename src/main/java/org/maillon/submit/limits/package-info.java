/**
 * How much one account, and one stranger's address, may send. The threat is a password that somebody else has: mail
 * then goes out in our name until the world refuses all we send. Two signs give it away. One is sheer number, bounded per
 * hour and day. The better one is whom the mail goes to: people write to those they know, thieves to those they never
 * wrote to. An account that writes to too many new recipients in a day is looked at by a person before more such mail
 * goes out: it is taken, so that its owner loses nothing, and held in the queue.
 *
 * <p>What this room does not do: judge what is written (that is {@code filter}), or keep out those who guess passwords
 * (that is {@code hosting}'s guard). Start reading at {@link org.maillon.submit.limits.AccountLimits}.
 */
@NullMarked
package org.maillon.submit.limits;

import org.jspecify.annotations.NullMarked;
