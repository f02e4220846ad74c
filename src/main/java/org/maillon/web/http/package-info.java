/**
 * The HTTP door: takes requests of HTTP/1.1 (RFC 9110, RFC 9112) on ports of our own and gives each to what stands at its path.
 *
 * <p>Sockets, TLS, and the bounds on connections and time are {@code serve.net}'s and {@code serve.tls}'s, as for mail; Helidon reads the
 * requests and frames the answers, on the connection's own virtual thread ({@link org.maillon.web.http.HelidonConnection}). What it
 * does not bound is bounded before it: the time and the octets of a request as a whole ({@link
 * org.maillon.web.http.RequestOctets}).
 *
 * <p>The threats: a request that never ends, or is two to somebody else (a length and chunks together, two lengths, a line that
 * ends in LF alone: refused, and the connection closed); a field with which a stranger says to be somebody else (only trusted
 * proxies are believed: {@link org.maillon.web.http.Proxies}); a fault of ours that tells its inside (the log has it, the client a
 * sentence). Every refusal is a problem of RFC 9457 that says what to do.
 *
 * <p>What it does not do: HTTP/1.0, HTTP/2, compression, cookies, pages.
 *
 * <p>Start reading at {@link org.maillon.web.http.HttpProtocol}, then {@link org.maillon.web.http.Site}.
 */
@NullMarked
package org.maillon.web.http;

import org.jspecify.annotations.NullMarked;
