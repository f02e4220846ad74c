package org.maillon.submit.stranger;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** Whether strangers must come back. The table {@code [greylist]}. */
public record GreylistSettings(
        @Setting(
                value = "unvouched",
                doc =
                        "Whose first message is put off: unvouched (clients for which nobody speaks: the sender's domain does not"
                                + " say by SPF that they may send, their name is not the one of their address, no list with a negative"
                                + " weight knows them), always (all strangers but those of known domains and such lists), or off.")
        When when,

        @Setting(
                value = "1m",
                min = 1,
                max = 86_400,
                doc = "How long a message is put off (RFC 6647 §5 has a minute as the least).")
        Duration delay,

        @Setting(
                value = "24h",
                min = 60,
                max = 2_592_000,
                doc = "How long we wait for it to come back; later it is new again (RFC 6647 §5).")
        Duration window,

        @Setting(
                value = "35d",
                min = 3600,
                max = 31_536_000,
                doc =
                        "How long a network is known whose message came back, since it last did (RFC 6647 §5: a week at least).")
        Duration keep,

        @Setting(
                value = "500000",
                min = 1,
                max = 1_000_000_000,
                doc =
                        "Rows in the data folder, at most; beyond, nobody new is put off. Counted by and by, so after a start it"
                                + " may be some more for a while.")
        int maxStored) {
    /** Whose first message is put off. */
    public enum When {
        OFF,
        UNVOUCHED,
        ALWAYS
    }
}
