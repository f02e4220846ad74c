/**
 * What guards us against clients that nobody here knows: what the sender's domain says of them (SPF), what lists say of
 * them, whether they come back (greylisting), and whether they wait for our greeting.
 *
 * <p>None of it is asked about those inside: loopback, the networks of {@code relay-from}, and who has logged in ({@link
 * org.maillon.submit.stranger.Strangers}). The first refusal for good is the sender's own domain's word, then the lists';
 * greylisting comes last, for it costs a row on disk and the sender's time.
 *
 * <p><b>The threat</b>: broken-into machines that send in anybody's name and never come back. And ourselves, when good
 * mail is late or refused: whoever has come back once from a network is known there for weeks; a list that is down weighs
 * nothing; a store that fails lets mail through.
 *
 * <p>Start reading at {@link org.maillon.submit.stranger.Greylist}. Not here: what a verdict is (trust), DMARC.
 */
@NullMarked
package org.maillon.submit.stranger;

import org.jspecify.annotations.NullMarked;
