package org.maillon.dns;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server's message says to our question. Records of names that we did not ask for say nothing. */
sealed interface Answer {
    record Records(List<Record> records, Duration ttl) implements Answer {}

    /** A CNAME whose target the message does not answer for. */
    record Alias(Name target, CnameChain chain) implements Answer {}

    record NoData(Duration ttl) implements Answer {}

    record NoSuchName(Duration ttl) implements Answer {}

    record Unusable(String why) implements Answer {}

    long GREATEST_TTL = Integer.MAX_VALUE; // RFC 2181 §8: more than 31 bits count as zero

    /** {@code message} has the code NOERROR or NXDOMAIN and answers {@code question}. */
    static Answer read(Message message, Record question, int cnamesLeft) {
        Name name = question.getName();
        Set<Name> seen = new HashSet<>();
        Duration shortest = Duration.ofSeconds(GREATEST_TTL);
        while (seen.add(name)) {
            List<Record> records = records(message, name, question.getType());
            if (!records.isEmpty()) {
                return new Records(records, shorter(shortest, shortestTtl(records)));
            }
            // A record without data has the type, and is of no class of its own.
            List<Record> aliases = records(message, name, Type.CNAME).stream()
                    .filter(CNAMERecord.class::isInstance)
                    .toList();
            if (aliases.isEmpty()) {
                CnameChain chain = new CnameChain(seen.size() - 1, shortest);
                return nothing(message, name, chain);
            } else if (seen.size() > cnamesLeft) {
                return new Alias(name, new CnameChain(seen.size(), shortest));
            }
            shortest = shorter(shortest, shortestTtl(aliases));
            name = ((CNAMERecord) aliases.getFirst()).getTarget();
        }
        return new Unusable("CNAMEs that go in circles at " + name);
    }

    private static List<Record> records(Message message, Name name, int type) {
        return message.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type && record.getDClass() == DClass.IN)
                .filter(record -> record.getName().equals(name))
                .toList();
    }

    private static Answer nothing(Message message, Name name, CnameChain chain) {
        Optional<SOARecord> authority = authority(message, name);
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return new NoSuchName(negativeTtl(authority));
        } else if (authority.isPresent()) {
            return new NoData(negativeTtl(authority));
        } else if (chain.length() > 0) {
            return new Alias(name, chain);
        } else if (message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS)) {
            // RFC 2308 §2.2: NS without SOA is a referral. To take it for "no such record" would refuse good mail.
            return new Unusable("it refers us to other servers instead of asking them; name a recursive server");
        }
        return new NoData(Duration.ZERO);
    }

    private static Optional<SOARecord> authority(Message message, Name name) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> name.subdomain(soa.getName()))
                .findFirst();
    }

    /** RFC 2308 §5: the smaller of the SOA's own TTL and its minimum; without SOA it is not to be remembered. */
    private static Duration negativeTtl(Optional<SOARecord> authority) {
        return authority
                .map(soa -> shorter(ttl(soa.getTTL()), ttl(soa.getMinimum())))
                .orElse(Duration.ZERO);
    }

    private static Duration shortestTtl(List<Record> records) {
        return records.stream()
                .map(r -> ttl(r.getTTL()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration ttl(long seconds) {
        return seconds < 0 || seconds > GREATEST_TTL ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The same, to be remembered no longer than the CNAMEs that led to it. */
    default Answer noLongerThan(Duration most) {
        return switch (this) {
            case Records(List<Record> records, Duration ttl) -> new Records(records, shorter(ttl, most));
            case NoData(Duration ttl) -> new NoData(shorter(ttl, most));
            case NoSuchName(Duration ttl) -> new NoSuchName(shorter(ttl, most));
            case Alias alias -> alias;
            case Unusable unusable -> unusable;
        };
    }
}
