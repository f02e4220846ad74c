package org.maillon.route;

import org.maillon.kernel.Setting;

/** How next hops are found. */
public record HopSettings(
        @Setting(value = "25", doc = "The port that mail servers found by DNS are called on.", min = 1, max = 65535)
        int mxPort,

        @Setting(
                value = "10",
                doc = "Most MX hosts of a domain that are looked at, the most preferred first (RFC 5321 §5.1).",
                min = 1,
                max = 100)
        int maxMxHosts,

        @Setting(
                value = "20",
                doc = "Most addresses that are tried for one message in one attempt.",
                min = 1,
                max = 200)
        int maxAddresses,

        @Setting(value = "prefer-ipv6", doc = "prefer-ipv6, prefer-ipv4, only-ipv6 or only-ipv4.")
        IpPreference ipPreference,

        @Setting(
                value = "true",
                doc =
                        "Whether to refuse a domain whose mail server is said to be at a loopback or unspecified address.")
        boolean refuseLoopbackMx) {
    /** In which order, and whether at all, the two kinds of address of one host are tried. */
    public enum IpPreference {
        PREFER_IPV6,
        PREFER_IPV4,
        ONLY_IPV6,
        ONLY_IPV4
    }
}
