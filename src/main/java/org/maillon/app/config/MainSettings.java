package org.maillon.app.config;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Setting;

/** What stands before the first table. */
public record MainSettings(
        @Setting(
                value = "",
                doc =
                        "The name this server goes by in its greeting, in EHLO and in Received (RFC 5321 §4.1.1.1); empty: the"
                                + " machine's own name.")
        String hostName,

        @Setting(value = "data", doc = "The folder that keeps everything; relative to this file's folder.")
        String data,

        @Setting(
                value = "true",
                doc = "Whether a first start makes the domain maillon.test with two accounts to try things with.")
        boolean demo,

        @Setting(
                value = "",
                doc =
                        "IP addresses of ours that this machine does not know, such as those of a NAT in front of it: mail that"
                                + " DNS leads there would go in circles (RFC 5321 §5.1).")
        List<String> publicAddresses,

        @Setting(
                value = "10s",
                max = 600,
                doc = "How long a stop lets clients finish what they have begun; then they are cut off.")
        Duration stopGrace) {}
