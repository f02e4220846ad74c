/**
 * Who we are under TLS: certificates and keys, which of them a client is shown, and where they come from.
 *
 * <p>Three sources, in one choice: PEM files that {@code [[certificate]]} names, watched and read anew when they change;
 * certificates that {@link org.maillon.serve.tls.Acme} fetched and renews, kept in the data folder; and, where there is
 * neither, one that we signed ourselves, good for trying things and for opportunistic TLS between servers. A client that
 * names a host (SNI, RFC 6066 §3) gets the certificate for that name, an exact one before a wildcard; one that names none,
 * or one that nobody has, gets that of the server whose listener it came to.
 *
 * <p>The threat: an operator's mistake that takes TLS away from a running server. So a key that does not fit, a file that
 * cannot be read or is half written keeps the server from starting, with a sentence that names the file; while it runs, the
 * certificate that was read before goes on. An expired certificate, or one for other names, is served and complained of:
 * most servers that deliver mail look at neither.
 *
 * <p>TLSA records name keys (RFC 6698), and who goes by them stays away from a host that shows another one: a key therefore
 * outlives its certificate, the self-signed one's too: the first certificate that is fetched for a host has that key, and until then
 * the host shows it beside what was fetched for others. The next one is made before it is shown ({@link
 * org.maillon.serve.tls.HostKeys}).
 *
 * <p>What it does not do: revocation, and the TLS of connections that we open ({@code deliver.remote}).
 *
 * <p>Start reading at {@link org.maillon.serve.tls.Certificates}; {@link org.maillon.serve.tls.ListenerTls} is what a listener
 * gets.
 */
@NullMarked
package org.maillon.serve.tls;

import org.jspecify.annotations.NullMarked;
