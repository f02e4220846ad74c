package org.maillon.deliver.remote;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** How connections to other servers are kept for the next message. */
public record ReuseSettings(
        @Setting(value = "50", doc = "Idle connections kept for one server, at most; 0 keeps none.", max = 10_000)
        int idlePerServer,

        @Setting(value = "500", doc = "Idle connections kept in all, at most.", max = 100_000)
        int idleInAll,

        @Setting(value = "5s", doc = "How long a connection is kept idle before we say QUIT.", min = 1, max = 300)
        Duration idleTime,

        @Setting(
                value = "1000",
                doc = "Transactions on one connection, at most; the server's own MAILMAX counts too (RFC 9422).",
                min = 1)
        int transactions,

        @Setting(value = "5m", doc = "The age at which a connection takes no further message.", min = 1)
        Duration age) {}
