package org.maillon.app.zone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a zone should hold, from what is known of its domain. */
public final class ZonePlan {
    private ZonePlan() {}

    /** Sorted by name, type and data: the same facts make the same lines. */
    public static List<ZoneRecord> of(ZoneFacts facts) {
        List<ZoneRecord> records = new ArrayList<>();
        incoming(facts, records);
        vouching(facts, records);
        safety(facts, records);
        programs(facts, records);
        records.sort(Comparator.comparing(ZoneRecord::name)
                .thenComparing(ZoneRecord::type)
                .thenComparing(ZoneRecord::data));
        return List.copyOf(records);
    }

    private static void incoming(ZoneFacts facts, List<ZoneRecord> records) {
        int preference = 10;
        for (String host : facts.hosts()) {
            records.add(new ZoneRecord(facts.domain(), "MX", preference + " " + host + ".", "mail comes in here"));
            preference += 10;
        }
    }

    private static void vouching(ZoneFacts facts, List<ZoneRecord> records) {
        String senders = facts.senders().isEmpty() ? "" : " " + String.join(" ", facts.senders());
        records.add(new ZoneRecord(facts.domain(), "TXT", "v=spf1 mx" + senders + " -all", "who may send (SPF)"));
        for (ZoneFacts.Key key : facts.keys()) {
            String name = key.selector() + "._domainkey." + facts.domain();
            records.add(new ZoneRecord(name, "TXT", key.text(), "the key of our signatures (DKIM)"));
        }
        records.add(new ZoneRecord(
                "_dmarc." + facts.domain(),
                "TXT",
                "v=DMARC1; p=quarantine; rua=mailto:" + facts.published().reports(),
                "what others do with mail that nobody vouches for (DMARC)"));
    }

    private static void safety(ZoneFacts facts, List<ZoneRecord> records) {
        ZoneFacts.Published published = facts.published();
        records.add(new ZoneRecord(
                "_smtp._tls." + facts.domain(),
                "TXT",
                "v=TLSRPTv1; rua=mailto:" + published.reports(),
                "where to report troubles with TLS (RFC 8460 §3)"));
        published.policyId().ifPresent(id -> {
            records.add(new ZoneRecord(
                    "_mta-sts." + facts.domain(),
                    "TXT",
                    "v=STSv1; id=" + id,
                    "that there is a policy (RFC 8461 §3.1)"));
            records.add(new ZoneRecord(
                    "mta-sts." + facts.domain(),
                    "CNAME",
                    facts.hosts().getFirst() + ".",
                    "where the policy is served"));
        });
        for (String host : facts.hosts()) {
            for (String digest : published.tlsa()) {
                // RFC 7672 §3.1.1: DANE-EE, the public key, SHA-256
                records.add(
                        new ZoneRecord("_25._tcp." + host, "TLSA", "3 1 1 " + digest, "the key that is shown (DANE)"));
            }
        }
    }

    /** RFC 6186 §3, RFC 8314 §5.1. */
    private static void programs(ZoneFacts facts, List<ZoneRecord> records) {
        String host = facts.hosts().getFirst() + ".";
        service(facts, records, "_submissions", "0 1 465 " + host);
        service(facts, records, "_submission", "10 1 587 " + host);
        service(facts, records, "_pop3s", "10 1 995 " + host);
        service(facts, records, "_autodiscover", "0 0 443 " + host);
        records.add(new ZoneRecord("autoconfig." + facts.domain(), "CNAME", host, "mail programs ask here first"));
    }

    private static void service(ZoneFacts facts, List<ZoneRecord> records, String name, String data) {
        records.add(new ZoneRecord(name + "._tcp." + facts.domain(), "SRV", data, "mail programs find us"));
    }
}
