/**
 * Names to addresses and mail servers.
 *
 * <p>Start reading at {@link org.maillon.dns.Resolver} and its answer, {@link org.maillon.dns.Lookup}: it tells "no such
 * name" from "cannot tell now", because mail treats them differently (RFC 5321 §5.1): the one is returned to its sender,
 * the other waits. {@link org.maillon.dns.DnsResolver} asks recursive servers over UDP and TCP, {@link
 * org.maillon.dns.CachingResolver} remembers, {@link org.maillon.dns.MailHosts} is the first step of finding a mail
 * server.
 *
 * <p><b>The threat</b>: an answer may be forged, garbage, endless or never come. A question has a random id and port
 * and one bound in time for everything it takes; an answer counts only for the question that was asked; records of other
 * names, long chains of CNAMEs and masses of records are dropped. Whatever a server does, the caller gets a value: an
 * answer that cannot be trusted is {@code Failed}, which never refuses mail for good.
 *
 * <p>A name is asked for as it was written, or not at all: what DNS cannot hold, or what a zone file would read as something
 * else ({@code \.}), is answered like a name that does not exist ({@link org.maillon.dns.DnsName}).
 *
 * <p><b>DNSSEC</b>: who goes by TLSA records or names of mail servers as they are signed gets an answer with its standing
 * ({@link org.maillon.dns.Assured}): signed, not signed, or wrongly signed. The signatures are checked here, from the root's keys
 * down ({@link org.maillon.dns.Validation}), or a server's word is taken, as {@code [dns] dnssec} says.
 *
 * <p>How far a name is known, and so whether it belongs into a record or a certificate, is {@link org.maillon.dns.Reach}'s to say.
 *
 * <p>Not here: walking down from the root (the configured servers do that), zone files, signing.
 */
@NullMarked
package org.maillon.dns;

import org.jspecify.annotations.NullMarked;
