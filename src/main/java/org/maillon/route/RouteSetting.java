package org.maillon.route;

import org.maillon.kernel.Setting;

/** One {@code [[route]]} of the configuration. */
public record RouteSetting(
        @Setting(
                value = "*",
                doc =
                        "Whose mail: user@example.org, example.org, *.example.org, or * for all. The most particular wins.")
        String domain,

        @Setting(value = "mx", doc = "Where to: smtp://host:port, lmtp://host:port, mx, local or discard.")
        String via) {}
