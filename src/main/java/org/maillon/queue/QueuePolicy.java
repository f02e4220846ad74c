package org.maillon.queue;

import java.util.List;

/** All that may be set about the queue. */
public record QueuePolicy(QueueSettings settings, List<SiteSetting> sites) {
    public QueuePolicy {
        sites = List.copyOf(sites);
    }
}
