package org.maillon.queue;

import java.time.Instant;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;

/** That a message is held, since when and why: read by people only. */
record HoldRow(Instant since, String why) {
    Bytes toBytes() {
        return new ByteWriter(64).octet(Rows.VERSION).instant(since).text(why).toBytes();
    }
}
