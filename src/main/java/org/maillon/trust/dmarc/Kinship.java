package org.maillon.trust.dmarc;

import java.util.Locale;
import java.util.Optional;

/** Whether a domain that something vouches for is aligned with the author's. RFC 9989 §4.4. */
final class Kinship {
    private final String author;
    private final String organization;
    private final Discovery discovery;
    private boolean inDoubt;

    Kinship(String author, String organization, Discovery discovery) {
        this.author = author;
        this.organization = organization;
        this.discovery = discovery;
    }

    boolean holds(String domain, Alignment alignment) {
        String name = domain.toLowerCase(Locale.ROOT);
        if (name.equals(author)) {
            return true;
        } else if (alignment == Alignment.STRICT || !isAtOrBelow(name, organization)) {
            return false; // a domain's organization is the domain or above it: DNS need not be asked
        }
        Optional<String> theirs = discovery.organization(name);
        inDoubt |= theirs.isEmpty();
        return theirs.filter(organization::equals).isPresent();
    }

    /** DNS kept us from knowing. */
    boolean inDoubt() {
        return inDoubt;
    }

    private static boolean isAtOrBelow(String name, String top) {
        return name.equals(top) || name.endsWith("." + top);
    }
}
