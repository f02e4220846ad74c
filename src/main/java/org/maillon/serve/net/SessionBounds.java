package org.maillon.serve.net;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** Bounds on the sessions of the listeners that share one {@link Turnstile}. */
public record SessionBounds(
        @Setting(
                value = "10000",
                doc = "Sessions open at one time; the next client is told to come back later.",
                min = 1)
        int maxSessions,

        @Setting(value = "200", doc = "Sessions open at one time from one address (IPv6: from one /64).", min = 1)
        int maxSessionsPerAddress,

        @Setting(value = "5s", doc = "Time for the PROXY protocol header, where one is due.", min = 1)
        Duration proxyHeaderTime,

        @Setting(value = "60s", doc = "Time a peer may let a reply of ours wait unread.", min = 1)
        Duration writeTime) {}
