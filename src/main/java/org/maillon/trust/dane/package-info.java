/**
 * Certificates that a domain's own signed DNS vouches for (RFC 6698), as mail uses them (RFC 7672).
 *
 * <p>Start reading at {@link org.maillon.trust.dane.DaneLookup}: whether a mail host has TLSA records that count. {@link
 * org.maillon.trust.dane.Tlsa} is one that can be used; {@link org.maillon.trust.dane.DaneJudge} holds a server's
 * certificates against them.
 *
 * <p><b>The threat</b>: somebody between us and the server. He can forge DNS where it is not signed, take STARTTLS out of
 * the conversation, and show a certificate of his own. So records count only where each step that led to them was
 * signed; where signatures are wrong, or a server keeps the records from us, the host is not used at all, for "no
 * records" would be what he wants us to hear (RFC 7672 §2.1).
 *
 * <p>Not here: who checks the signatures of DNS ({@code dns}), and what becomes of the message.
 */
@NullMarked
package org.maillon.trust.dane;

import org.jspecify.annotations.NullMarked;
