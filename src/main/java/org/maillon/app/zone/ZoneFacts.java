package org.maillon.app.zone;

import java.util.List;
import java.util.Optional;

/**
 * What is known here of a domain.
 *
 * @param domain in ASCII, without trailing dot
 * @param hosts the names of the servers that take its mail, the foremost first
 * @param senders networks that send its mail beside those hosts, as SPF writes them: {@code ip4:192.0.2.0/24}
 * @param keys of DKIM, selector and text of the record
 */
public record ZoneFacts(String domain, List<String> hosts, List<String> senders, List<Key> keys, Published published) {
    public ZoneFacts {
        hosts = List.copyOf(hosts);
        senders = List.copyOf(senders);
        keys = List.copyOf(keys);
    }

    public record Key(String selector, String text) {}

    /**
     * @param tlsa digests (SHA-256, hexadecimal) of the public keys that the hosts show
     * @param policyId of the MTA-STS policy that we serve; empty where we serve none
     * @param reports the address to which others' reports about the domain go
     */
    public record Published(List<String> tlsa, Optional<String> policyId, String reports) {
        public Published {
            tlsa = List.copyOf(tlsa);
        }
    }
}
