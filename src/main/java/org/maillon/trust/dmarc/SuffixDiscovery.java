package org.maillon.trust.dmarc;

import java.util.Optional;

/** By the public suffix list. RFC 7489 §6.6.3: the author's domain, then its organization's. */
record SuffixDiscovery(Zone zone, PublicSuffixes suffixes) implements Discovery {
    @Override
    public Found find(String author) {
        String organization = registered(author);
        return switch (zone.at(author)) {
            case Zone.Published.There(DmarcRecord own) -> new Found.Speaking(author, organization, own, own.policy());
            case Zone.Published.Unknown(String why) -> new Found.Unknown(why);
            case Zone.Published.Nothing _ ->
                organization.equals(author) ? new Found.Silent() : above(author, organization);
        };
    }

    private Found above(String author, String organization) {
        return switch (zone.at(organization)) {
            case Zone.Published.There(DmarcRecord theirs) ->
                new Found.Speaking(organization, organization, theirs, below(author, theirs));
            case Zone.Published.Unknown(String why) -> new Found.Unknown(why);
            case Zone.Published.Nothing _ -> new Found.Silent();
        };
    }

    /** Whether the author's domain exists is asked only where it matters. */
    private Policy below(String author, DmarcRecord record) {
        return record.policyBelow(record.nonexistent().isEmpty() || zone.exists(author));
    }

    @Override
    public Optional<String> organization(String domain) {
        return Optional.of(registered(domain));
    }

    /** A public suffix is its own organization: mail of the registry itself. */
    private String registered(String domain) {
        return suffixes.registered(domain).orElse(domain);
    }
}
