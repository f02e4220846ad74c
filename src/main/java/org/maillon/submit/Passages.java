package org.maillon.submit;

import org.maillon.queue.QueueId;
import org.maillon.verify.Passage;

/** Told which message the recipients were asked about for: the port through which a kept session finds its body. */
public interface Passages {
    Passages NONE = (_, _) -> {};

    /** Said before the queue has the message: its first attempt may begin at once. */
    void becomes(Passage passage, QueueId message);
}
