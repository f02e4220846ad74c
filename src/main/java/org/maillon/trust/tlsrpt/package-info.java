/**
 * What became of TLS towards other servers, for the reports that their domains ask for (RFC 8460).
 *
 * <p>Start reading at {@link org.maillon.trust.tlsrpt.TlsResults}, the port at which a delivery tells of a session, and
 * {@link org.maillon.trust.tlsrpt.TlsResult}, what it tells.
 */
@NullMarked
package org.maillon.trust.tlsrpt;

import org.jspecify.annotations.NullMarked;
