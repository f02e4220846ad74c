package org.maillon.dns;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Setting;

/** Whom we ask, how long, and what is remembered. */
public record DnsSettings(
        @Setting(
                value = "",
                doc = "Recursive servers, such as 192.0.2.1, 127.0.0.1:5353 or [2001:db8::1]:53; empty: the system's.")
        List<String> servers,

        @Setting(value = "3s", doc = "How long one server is waited for.", min = 1, max = 60)
        Duration timeout,

        @Setting(value = "2", doc = "How often each server is asked.", min = 1, max = 10)
        int attempts,

        @Setting(
                value = "12s",
                doc = "How long a question may take in all: every server, every try, every CNAME.",
                min = 1,
                max = 120)
        Duration totalTimeout,

        @Setting(
                value = "500",
                doc = "Questions on the way at one time; more wait for their turn.",
                min = 1,
                max = 10000)
        int questionsAtOnce,

        @Setting(value = "8", doc = "Most CNAMEs followed for one question.", min = 0, max = 32)
        int maxCnames,

        @Setting(
                value = "100",
                doc = "Most records taken from one answer; of MX records the most preferred.",
                min = 1,
                max = 5000)
        int maxRecords,

        @Setting(value = "200000", doc = "Most records remembered of each kind.", max = 100000000)
        int cacheRecords,

        @Setting(value = "5s", doc = "Least time an answer is remembered, whatever its TTL.", max = 3600)
        Duration minTtl,

        @Setting(value = "6h", doc = "Most time an answer is remembered, whatever its TTL.", min = 1, max = 604800)
        Duration maxTtl,

        @Setting(
                value = "15m",
                doc = "Most time that a name's absence is remembered (RFC 2308 §5 allows three hours).",
                max = 10800)
        Duration maxNegativeTtl,

        @Setting(value = "10s", doc = "How long a failure is remembered (RFC 2308 §7 allows five minutes).", max = 300)
        Duration failureTtl,

        @Setting(
                value = "trust-ad",
                doc =
                        "Who checks signatures, which DANE needs (RFC 7672). trust-ad: the server, where it is on this very"
                                + " machine and says that it did; from any other no answer counts as signed. validate: we, from"
                                + " trust-anchors down, for which the servers must hand signatures on. off: nobody.")
        Dnssec dnssec,

        @Setting(
                value = "",
                doc = "Where validate begins: DS or DNSKEY records as in a zone file, such as"
                        + " \"example.org. IN DS 12345 13 2 0123…\"; empty: the root's of 2017 and 2024.")
        List<String> trustAnchors) {
    public DnsSettings {
        servers = List.copyOf(servers);
        trustAnchors = List.copyOf(trustAnchors);
    }

    /** Who checks signatures. */
    public enum Dnssec {
        VALIDATE,
        TRUST_AD,
        OFF
    }
}
