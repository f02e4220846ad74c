/**
 * Connections that we open: octets to a peer and back, each wait with a bound. What is spoken over them is no matter of
 * this room. Listeners live in {@code serve.net}.
 */
@NullMarked
package org.maillon.kernel.net;

import org.jspecify.annotations.NullMarked;
