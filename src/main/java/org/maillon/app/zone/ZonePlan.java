package org.maillon.app.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.dns.DnsName;

/** What a zone should hold, from what is known of its domain. */
public final class ZonePlan {
    private static final String UNRESERVED = ".-_~@+"; // RFC 3986 §2.3, and what an address has between

    private final ZoneFacts facts;
    private final List<ZoneRecord> records = new ArrayList<>();

    private ZonePlan(ZoneFacts facts) {
        this.facts = facts;
    }

    /** In the order of their purposes: the same facts make the same lines. */
    public static List<ZoneRecord> of(ZoneFacts facts) {
        ZonePlan plan = new ZonePlan(facts);
        plan.incoming();
        plan.vouching();
        plan.reporting();
        plan.policy();
        facts.hosts().forEach(plan::keys);
        facts.hosts().forEach(plan::authority);
        plan.programs();
        plan.reverse();
        return List.copyOf(plan.records);
    }

    private void add(String name, String type, String data, String purpose) {
        records.add(new ZoneRecord(name, type, data, purpose));
    }

    private void incoming() {
        int preference = 10;
        for (ZoneFacts.Host host : facts.hosts()) {
            add(facts.domain(), "MX", preference + " " + host.name() + ".", "mail comes in here");
            preference += 10;
        }
    }

    /** RFC 7208 §4.6. Where nothing is known that sends there is no record: one with nobody in it would have all mail refused. */
    private void senders() {
        List<String> spf = new ArrayList<>(List.of("v=spf1"));
        if (!facts.hosts().isEmpty()) {
            spf.add("mx");
        }
        spf.addAll(facts.sending().networks());
        if (spf.size() > 1) {
            spf.add("-all");
            add(facts.domain(), "TXT", String.join(" ", spf), "who may send (SPF)");
        }
    }

    /** RFC 6376 §3.6.2.1. */
    private void vouching() {
        senders();
        for (ZoneFacts.Key key : facts.keys()) {
            String name = key.selector() + "._domainkey." + facts.domain();
            add(name, "TXT", key.text(), "the keys of our signatures (DKIM)");
        }
    }

    private void reporting() {
        String mailto = "mailto:" + escaped(facts.published().reports());
        add(
                "_dmarc." + facts.domain(),
                "TXT",
                "v=DMARC1; p=quarantine; rua=" + mailto,
                "what others do with mail that nobody vouches for (DMARC)");
        String to = facts.published()
                .reports()
                .substring(facts.published().reports().lastIndexOf('@') + 1);
        if (!areNear(to, facts.domain())) {
            // RFC 7489 §7.1: else whoever reports would not send them there
            add(facts.domain() + "._report._dmarc." + to, "TXT", "v=DMARC1", "that " + to + " wants these reports");
        }
        add(
                "_smtp._tls." + facts.domain(),
                "TXT",
                "v=TLSRPTv1; rua=" + mailto,
                "where to report troubles with TLS (RFC 8460 §3)");
    }

    private static boolean areNear(String one, String other) {
        return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    }

    /** RFC 7489 §6.2: what has a meaning in the record, or none in a URI, goes by its octets. */
    private static String escaped(String address) {
        StringBuilder text = new StringBuilder();
        for (byte octet : address.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return text.toString();
    }

    private void policy() {
        Optional<String> id = facts.published().policyId();
        if (id.isPresent() && !facts.hosts().isEmpty()) {
            add(
                    "_mta-sts." + facts.domain(),
                    "TXT",
                    "v=STSv1; id=" + id.get(),
                    "that there is a policy (RFC 8461 §3.1)");
            add(
                    "mta-sts." + facts.domain(),
                    "CNAME",
                    facts.hosts().getFirst().name() + ".",
                    "where the policy is served");
        }
    }

    /** RFC 7672 §3.1.1: DANE-EE, the public key, SHA-256; RFC 7671 §5.1. */
    private void keys(ZoneFacts.Host host) {
        for (ZoneFacts.Shown key : host.shown()) {
            add("_25._tcp." + host.name(), "TLSA", "3 1 1 " + key.digest(), key.purpose());
        }
    }

    /** RFC 8659 §4.2, RFC 8657 §3 and §4. At the host alone: what the domain's web pages have is not ours to forbid. */
    private void authority(ZoneFacts.Host host) {
        host.issuer().ifPresent(issuer -> {
            String account = issuer.account().map(url -> "; accounturi=" + url).orElse("");
            for (String identity : issuer.identities()) {
                String value = identity + account + "; validationmethods=" + issuer.method();
                add(host.name(), "CAA", "0 issue \"" + value + "\"", "who may give the host a certificate (CAA)");
            }
        });
    }

    /** RFC 6186 §3, RFC 8314 §5.1. */
    private void programs() {
        if (facts.hosts().isEmpty()) {
            return;
        }
        String host = facts.hosts().getFirst().name() + ".";
        int priority = 0;
        for (ZoneFacts.Service service : facts.published().services()) {
            String name = service.label() + "._tcp." + facts.domain();
            if (service.port().isPresent()) {
                add(name, "SRV", priority + " 1 " + service.port().getAsInt() + " " + host, "mail programs find us");
                priority += 10;
            }
        }
        for (ZoneFacts.Service service : facts.published().services()) {
            if (service.port().isEmpty()) {
                // RFC 6186 §3, RFC 2782: a target of "." says that there is none
                add(service.label() + "._tcp." + facts.domain(), "SRV", "0 0 0 .", "what there is not");
            }
        }
        add(
                "autoconfig." + facts.domain(),
                "CNAME",
                host,
                "some mail programs ask a web server there for /mail/config-v1.1.xml");
    }

    private void reverse() {
        for (ZoneFacts.Source source : facts.sending().sources()) {
            add(
                    DnsName.reverse(source.address()),
                    "PTR",
                    source.name() + ".",
                    "the name of an address that we send from, which must lead back to it (iprev, RFC 8601 §3);"
                            + " whoever gave you the address keeps it");
        }
    }
}
