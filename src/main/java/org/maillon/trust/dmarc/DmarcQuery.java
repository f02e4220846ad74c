package org.maillon.trust.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * What is known when DMARC is asked.
 *
 * @param authors what From says
 * @param spf the domain that SPF passed for: of MAIL FROM, of HELO where that was empty (RFC 7489 §4.1)
 * @param dkim the {@code d=} of signatures that passed
 */
public record DmarcQuery(AuthorDomains authors, Optional<String> spf, List<String> dkim) {
    public DmarcQuery {
        dkim = List.copyOf(dkim);
    }
}
