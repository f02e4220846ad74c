/**
 * People whom an LDAP server keeps (RFC 4511): they log in with the password that the server knows, and mail for them is taken
 * before they ever were here.
 *
 * <p>Start reading at {@link org.maillon.hosting.ldap.LdapDirectory}, which finds the {@code [[ldap]]} of a domain; one of them
 * is {@code People}: its questions ({@code Search}), its connections ({@code Lines}) and what it remembers ({@code Answers}).
 * LDAP itself is the UnboundID SDK's; its classes are loaded only where an {@code [[ldap]]} is configured.
 *
 * <p>The threat: an address that is a piece of a filter or of a name ({@code *}, {@code )(uid=*}): both are parsed once, at start,
 * and values are put into what was parsed, never into text. An empty password, which many servers take for an anonymous
 * log-in that succeeds (RFC 4513 §5.1.2): it is not sent. A password read on the way: a server is asked under TLS, unless it is
 * on this machine or the settings say otherwise. Who knows which names there are: a name that nobody has costs the server the
 * same two questions. Whoever writes another's address into their own entry: it must be the one that is found by its own
 * address. A flood of recipients: each answer is remembered a while, the same question is asked once however many ask it, and
 * connections are few, others than those of log-ins; who waits for one does not take the server for dead. Wrong passwords by
 * which a stranger would have somebody's entry locked: few are sent on ({@code Tries}). A server that hangs, or sends
 * without end: each question has one time for all of it.
 *
 * <p>What cannot be known is {@code NotNow}, never {@code Nobody}: two entries for one address, a referral (none is followed), a
 * base that is not there, a server that is down.
 *
 * <p>Not here: SASL towards the server, groups, changes of passwords, quotas and forwards kept over there, paging through it.
 */
@NullMarked
package org.maillon.hosting.ldap;

import org.jspecify.annotations.NullMarked;
