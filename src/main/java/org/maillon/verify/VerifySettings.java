package org.maillon.verify;

import org.maillon.kernel.Setting;

/** How far verification looks. */
public record VerifySettings(
        @Setting(
                value = "10",
                doc =
                        "Most MX hosts of a domain that are asked for an address before the domain counts as having none.",
                min = 1,
                max = 100)
        int maxMxHosts) {}
