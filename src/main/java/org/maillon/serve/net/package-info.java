/**
 * Listeners and connections, for every protocol we serve: SMTP, POP3, later IMAP. Knows TCP, time and fairness; knows no
 * mail.
 *
 * <p>How to serve a protocol: implement {@link org.maillon.serve.net.Protocol} (a name, a conversation that reads lines
 * from and writes replies to a {@link org.maillon.serve.net.Connection}, and the last words for a client that cannot be
 * served), then
 *
 * <pre>{@code
 * Turnstile turnstile = new Turnstile(sessionSettings);          // shared by the listeners that share a bound
 * Listener listener = Listener.bind(listenerSettings, turnstile, protocol);
 * listener.start();
 * …
 * listener.stop(Duration.ofSeconds(30));                         // says goodbye, waits for running work, then cuts
 * }</pre>
 *
 * <p>The threat: a peer that opens connections without end, that sends one octet a second, that never reads what we
 * answer, that sends a line without end, that speaks with LF or CR alone to make two servers see different lines. So:
 * every read has a {@link org.maillon.serve.net.Deadline} for the whole line rather than for each octet; writes are
 * watched and cut; lines have a bound and end with CRLF only; sessions are counted, in all and by address (an IPv6
 * client by its /64, for it owns all of that).
 *
 * <p>A connection is <em>waiting</em> (between commands: a stop says goodbye at once), <em>busy</em> (a stop lets it
 * finish within the grace period) or <em>stopping</em>. One virtual thread serves it from first to last; an idle one
 * holds a small buffer, and borrows a large one only while a body flows.
 *
 * <p>Start reading at {@link org.maillon.serve.net.Listener}, then {@link org.maillon.serve.net.Connection#readLine}.
 */
@NullMarked
package org.maillon.serve.net;

import org.jspecify.annotations.NullMarked;
