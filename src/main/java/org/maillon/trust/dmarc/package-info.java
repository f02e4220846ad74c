/**
 * DMARC: whether the domain that a reader sees in From stands behind the message, and what its owner asks for where it
 * does not. RFC 9989, and RFC 7489 before it.
 *
 * <p><b>The threat</b>: SPF vouches for an envelope and DKIM for whoever signed; neither is what the reader sees. DMARC
 * asks for one of them to be of the same organization as the author's domain. A forger therefore tries to make us see
 * another author than the reader's program does (several From fields, comments, groups: {@link
 * org.maillon.trust.dmarc.AuthorDomains}), to make two organizations look like one (public suffixes), or to make us ask
 * DNS without end (a name of a hundred labels: a walk is eight questions).
 *
 * <p><b>The steps</b>: the author's domains; the record that speaks for each, found by walking up the tree (RFC 9989
 * §4.10) or by the public suffix list (RFC 7489 §6.6.3); which identifiers that passed are aligned; the policy that
 * follows. A failure of DNS is a verdict of its own, never a pass and never a refusal for good.
 *
 * <p>Not here: SPF and DKIM themselves (their results are told to us), what happens to the message, reports about it.
 *
 * <p>Start reading at {@link org.maillon.trust.dmarc.DmarcEvaluator}.
 */
@NullMarked
package org.maillon.trust.dmarc;

import org.jspecify.annotations.NullMarked;
