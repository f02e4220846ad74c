/**
 * Messages as RFC 5322 writes them, read as streams: what must be known of a header while its octets pass by, and the
 * fields we write ourselves. Nothing here holds a message, or believes one: a header may be of any size, hold any
 * octets, and never end. Start at {@link org.maillon.wire.message.HeaderScanner}.
 */
@NullMarked
package org.maillon.wire.message;

import org.jspecify.annotations.NullMarked;
