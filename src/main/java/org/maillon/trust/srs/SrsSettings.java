package org.maillon.trust.srs;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** How the sender of a message is rewritten that we forward to others. The table {@code [srs]}. */
public record SrsSettings(
        @Setting(
                value = "",
                doc =
                        "The domain of ours in whose name all forwards go out (SRS), such as srs.example.org; empty: each in"
                                + " the name of the forwarding address's own domain, so that no tenant answers for another's.")
        String domain,

        @Setting(
                value = "true",
                doc =
                        "Whether the sender of a forward to another server becomes an address of ours, so that SPF passes there.")
        boolean rewrite,

        @Setting(value = "6", min = 4, max = 32, doc = "Letters of the hash, five bits each.")
        int hashLength,

        @Setting(
                value = "21d",
                min = 86_400,
                max = 44_150_400,
                doc = "How long something may come back to such an address; the days are counted modulo 1024.")
        Duration maxAge) {}
