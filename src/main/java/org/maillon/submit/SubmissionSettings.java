package org.maillon.submit;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** What those who have logged in may do, and what is done for them. The table {@code [submission]}. */
public record SubmissionSettings(
        @Setting(
                value = "true",
                doc =
                        "Whether the Received field of a message that a user hands over is silent about the user's own address and"
                                + " host name (RFC 5321 §7.6); the trace here always has them.")
        boolean hideClientAddress,

        @Setting(
                value = "true",
                doc =
                        "Whether who has logged in sends only as its own addresses, aliases that lead to it, and what 'maillon"
                                + " account grant' gave it (RFC 6409 §6.1).")
        boolean ownSenderOnly,

        @Setting(
                value = "false",
                doc =
                        "Whether mail of who has logged in says so to whoever gets it, strangers too: an Authentication-Results"
                                + " field with auth=pass and the log-in address (RFC 8601 §2.7.4); the trace here always has it.")
        boolean tellLogIn,

        @Setting(
                value = "30d",
                min = 1,
                max = 2_764_800,
                doc = "How long ahead a message may be handed over for later (HOLDFOR and HOLDUNTIL, RFC 4865).")
        Duration holdMost,

        @Setting(
                value = "1m",
                max = 86_400,
                doc = "The shortest time in which a delivery can be asked for with BY=…;R (RFC 2852); 0s: any.")
        Duration deliverByLeast) {}
