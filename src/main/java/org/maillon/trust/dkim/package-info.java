/**
 * DKIM: a domain signs a message's header and body, and puts the key into DNS (RFC 6376, RFC 8301, RFC 8463).
 *
 * <p>A signature is a field of tags. {@code bh=} is the hash of the body, {@code b=} a signature over the fields that
 * {@code h=} names and over the signature's own field without the value of {@code b=}; both are taken of a canonical form, so
 * that a server on the way may fold a line or drop a space. The key is a TXT record at {@code selector._domainkey.domain}.
 *
 * <p>Verifying is streaming: {@link org.maillon.trust.dkim.DkimVerifier} is fed a message as it comes, keeps its header, asks
 * for all keys when the header has ended, and hashes the body once for each form that is wanted. Signing is the same the
 * other way round: {@link org.maillon.trust.dkim.DkimSigner}. Start reading at the verifier, then {@link
 * org.maillon.trust.dkim.SignatureCheck}.
 *
 * <p><b>The threats</b>, each with a bound or a rule: ten thousand signatures (some are looked at, the rest is one verdict); a
 * header without end; keys that never come (one patience for all); an RSA key or exponent so long that verifying takes
 * seconds, or so short that it proves nothing; SHA-1; {@code l=}, behind which anybody may write; a second From field above
 * the signed one; a revoked or expired key. What is forged is told from what is damaged, and both from what cannot be
 * known now: only {@link org.maillon.trust.dkim.DkimResult#PASS} speaks for anybody.
 *
 * <p>Not here: what a verdict means for a message (DMARC, and the rooms above), and where private keys are kept.
 */
@NullMarked
package org.maillon.trust.dkim;

import org.jspecify.annotations.NullMarked;
