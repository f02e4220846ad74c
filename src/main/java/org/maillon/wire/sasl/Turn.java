package org.maillon.wire.sasl;

import org.maillon.kernel.Bytes;

/** An exchange in which the client is to speak. */
@FunctionalInterface
public interface Turn {
    /** @param response decoded */
    Move hear(Bytes response);
}
