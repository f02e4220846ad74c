package org.maillon.deliver.tls;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** TLS towards other servers. */
public record TlsSettings(
        @Setting(
                value = "true",
                doc = "Whether TLSA records count (RFC 7672), where dnssec in [dns] tells what is signed.")
        boolean dane,

        @Setting(value = "true", doc = "Whether MTA-STS counts (RFC 8461).")
        boolean mtaSts,

        @Setting(
                value = "",
                doc = "Files of authorities' certificates (PEM) that are trusted besides those that come with Java.")
        List<String> authorities,

        @Setting(
                value = "15m",
                doc =
                        "How long a server with which TLS failed is spoken to in plain at once, where nothing forbids it.",
                max = 86_400)
        Duration plainFor,

        @Setting(value = "10000", doc = "How many such servers are remembered.", max = 1_000_000)
        int plainMost,

        @Setting(
                value = "20s",
                doc = "How long a domain's policy file is waited for, from the connection to its last octet.",
                min = 1,
                max = 60)
        Duration policyWait,

        @Setting(
                value = "64KiB",
                doc = "The longest policy file that is read (RFC 8461 §3.3).",
                min = 1024,
                max = 65_536)
        ByteSize policySize,

        @Setting(
                value = "5m",
                doc = "How long after a policy file could not be had it is asked for again (RFC 8461 §3.3).",
                min = 1,
                max = 86_400)
        Duration policyRetry,

        @Setting(
                value = "24h",
                doc = "How old a policy becomes before it is fetched again, although its record has not changed"
                        + " (RFC 8461 §3.3).",
                min = 60)
        Duration policyRefresh,

        @Setting(value = "100000", doc = "Most policies remembered.", min = 1, max = 10_000_000)
        int policiesMost) {
    public TlsSettings {
        authorities = List.copyOf(authorities);
    }
}
