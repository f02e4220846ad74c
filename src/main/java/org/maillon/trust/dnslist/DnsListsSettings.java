package org.maillon.trust.dnslist;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** What the lists of {@code [[dns-list]]} lead to. The table {@code [dns-lists]}. */
public record DnsListsSettings(
        @Setting(
                value = "10",
                min = 1,
                max = 100_000,
                doc = "The score from which on a client is refused: the sum of the weights of the lists that have it.")
        int refuseFrom,

        @Setting(
                value = "5s",
                min = 1,
                max = 60,
                doc = "How long all lists together are waited for; one that is silent then weighs nothing.")
        Duration time,

        @Setting(value = "10000", max = 10_000_000, doc = "Clients remembered.")
        int cache,

        @Setting(value = "5m", max = 86_400, doc = "How long the word of the lists on a client is remembered.")
        Duration cacheTime) {}
