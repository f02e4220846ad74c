package org.maillon.hosting;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** How the mail of our domains is signed. The table {@code [dkim-signing]}. */
public record SigningSettings(
        @Setting(
                value = "true",
                doc =
                        "Whether mail of our domains is signed (RFC 6376), where who sends it has logged in or is in relay-from.")
        boolean sign,

        @Setting(
                value = "true",
                doc =
                        "Whether a new key waits until DNS shows its record, and signs no more once DNS does not; without it a"
                                + " key signs at once.")
        boolean checkDns,

        @Setting(value = "10m", min = 1, max = 86_400, doc = "How often DNS is asked for the records of our keys.")
        Duration checkEvery,

        @Setting(
                value = "7d",
                min = 3600,
                doc = "How long the record of a key that was replaced stays in DNS, for mail that is still on its way.")
        Duration retireAfter,

        @Setting(value = "2048", min = 1024, max = 4096, doc = "The size of new RSA keys, in bits (RFC 8301 §3.2).")
        int rsaBits) {}
