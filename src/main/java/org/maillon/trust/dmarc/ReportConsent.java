package org.maillon.trust.dmarc;

import java.util.Locale;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/**
 * Whether whoever gets a domain's reports wants them. RFC 7489 §7.1, RFC 9990 §4: without it anybody could have the reports
 * of busy domains sent to a victim.
 */
public record ReportConsent(Resolver resolver, PublicSuffixes suffixes) {
    public enum Answer {
        YES,
        NO,
        /** DNS does not say just now. */
        LATER
    }

    /** @param host of the address that the reports would go to */
    public Answer of(String policyDomain, String host) {
        String to = host.toLowerCase(Locale.ROOT);
        if (organization(policyDomain).equals(organization(to))) {
            return Answer.YES; // a domain speaks for its own organization
        }
        return switch (resolver.txt(policyDomain + "._report._dmarc." + to)) {
            case Lookup.Found<String> found ->
                found.records().stream().anyMatch(ReportConsent::agrees) ? Answer.YES : Answer.NO;
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> Answer.NO;
            case Lookup.Failed<String> _ -> Answer.LATER;
        };
    }

    /** RFC 7489 §7.1 (5): the version alone will do. */
    private static boolean agrees(String text) {
        int semicolon = text.indexOf(';');
        String version = semicolon < 0 ? text : text.substring(0, semicolon);
        return version.replace(" ", "").equals("v=DMARC1");
    }

    private String organization(String domain) {
        return suffixes.registered(domain).orElse(domain);
    }
}
