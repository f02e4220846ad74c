package org.maillon.app.config;

import java.time.Duration;
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
                doc =
                        "Whether a first start with an empty data folder makes the domain maillon.test with two accounts to try"
                                + " things with.")
        boolean demo,

        @Setting(
                value = "10s",
                max = 600,
                doc =
                        "How long a stop waits for running deliveries; what is not done by then is done after the next start.")
        Duration stopGrace) {}
