package org.maillon.queue;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * What was done to a message on its way in, beside taking it as it came.
 *
 * @param head whole fields, each ended by CRLF, that stand before the message
 * @param junk whether it belongs into the Junk folder of a mailbox
 * @param held why it waits for a person before anything is delivered
 */
public record Treatment(Bytes head, boolean junk, Optional<String> held) {
    public static final Treatment NONE = new Treatment(Bytes.EMPTY, false, Optional.empty());
}
