/**
 * The milter protocol, version 6 (and down to 2), from the side of the mail server: the wire format that Sendmail's libmilter
 * defines, and Postfix and others speak. A packet is four octets of length, a letter, and what belongs to it. Both sides
 * first agree on what the milter may change and which steps it is spared (SMFIC_OPTNEG); then each step of the SMTP
 * transaction is told, and most are answered; the answers that change a message come at its end.
 *
 * <p>The threat is a milter that hangs, floods or talks nonsense: each wait has a bound and all waits of one message have one,
 * packets, changes and replaced bodies have sizes, and an answer that the protocol does not have at that step ends the
 * dialogue. What it wants in a header is brought into the form of one field ({@link org.maillon.filter.FieldText}).
 *
 * <p>A dialogue's states are the {@link org.maillon.filter.milter.Step}s in order; any step but those of single recipients may
 * settle the message for good. Not here: what becomes of the changes (submit), and what of a milter that is down
 * ({@link org.maillon.filter}).
 *
 * <p>Start reading at {@code MilterExamination}, then {@code MilterTalk}.
 */
@NullMarked
package org.maillon.filter.milter;

import org.jspecify.annotations.NullMarked;
