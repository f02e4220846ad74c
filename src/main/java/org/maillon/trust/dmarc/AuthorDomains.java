package org.maillon.trust.dmarc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.maillon.wire.message.AuthorFields;

/** Whose name a message carries: the domains of its From. RFC 9989 §5.3.1. */
public sealed interface AuthorDomains {
    /** More authors of different domains than this are no letter of people. */
    int MOST = 4;

    /** Each once, lower-case A-labels, at least one. */
    record Named(List<String> domains) implements AuthorDomains {
        public Named {
            domains = List.copyOf(domains);
        }
    }

    record Unreadable(String why) implements AuthorDomains {}

    static AuthorDomains of(List<byte[]> fields) {
        if (fields.isEmpty()) {
            return new Unreadable("the message has no From field");
        }
        Set<String> domains = new LinkedHashSet<>();
        for (byte[] field : fields) {
            List<String> read = AuthorFields.domains(field);
            if (read.isEmpty()) {
                return new Unreadable("a From field names no author that can be read");
            }
            domains.addAll(read);
        }
        return domains.size() > MOST
                ? new Unreadable("From names authors of " + domains.size() + " domains")
                : new Named(List.copyOf(domains));
    }
}
