/**
 * Connections that we open: octets to a peer and back, each wait with a bound. What is spoken over them is no matter of
 * this room. A connection can go over to TLS as the client ({@link org.maillon.kernel.net.Connection#startTls}); whether the
 * peer is the right one is the caller's to judge. Listeners live in {@code serve.net}.
 */
@NullMarked
package org.maillon.kernel.net;

import org.jspecify.annotations.NullMarked;
