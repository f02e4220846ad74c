package org.maillon.trust.dmarc;

import java.util.Optional;

/** Which record speaks for an author's domain, and which organization a domain belongs to. */
sealed interface Discovery permits TreeWalk, SuffixDiscovery {
    sealed interface Found {
        /**
         * @param domain where the record is
         * @param organization whose domain the author's is
         * @param policy what it asks for this author
         */
        record Speaking(String domain, String organization, DmarcRecord record, Policy policy) implements Found {}

        record Silent() implements Found {}

        record Unknown(String why) implements Found {}
    }

    Found find(String author);

    /** Empty: DNS did not answer. */
    Optional<String> organization(String domain);
}
