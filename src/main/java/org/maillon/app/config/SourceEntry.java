package org.maillon.app.config;

import org.maillon.kernel.Setting;

/** One {@code [[source]]}: what we call ourselves where we call from an address of ours. */
public record SourceEntry(
        @Setting(value = "", doc = "An address that a source-address names.")
        String address,

        @Setting(
                value = "",
                doc =
                        "The name in EHLO there: one that DNS leads to the address, and the address to it (RFC 5321 §4.1.1.1).")
        String hello) {}
