package org.maillon.app.zone;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known here of a domain.
 *
 * @param domain in ASCII, without trailing dot
 * @param hosts the servers that take its mail, the foremost first; none where they have no name that the world could know
 * @param keys of DKIM, selector and text of the record
 */
public record ZoneFacts(String domain, List<Host> hosts, Sending sending, List<Key> keys, Published published) {
    public ZoneFacts {
        hosts = List.copyOf(hosts);
        keys = List.copyOf(keys);
    }

    /**
     * @param shown the public keys that the host shows on port 25
     * @param issuer who gives its certificates, where we fetch them
     */
    public record Host(String name, List<Shown> shown, Optional<Issuer> issuer) {
        public Host {
            shown = List.copyOf(shown);
        }
    }

    /** @param digest SHA-256 of the public key, in hexadecimal */
    public record Shown(String digest, String purpose) {}

    /**
     * @param identities by which CAA records mean the authority
     * @param account ours there, as a URL
     * @param method such as {@code http-01}
     */
    public record Issuer(List<String> identities, Optional<String> account, String method) {
        public Issuer {
            identities = List.copyOf(identities);
        }
    }

    /**
     * @param networks that send its mail beside the hosts, as SPF writes them: {@code ip4:192.0.2.0/24}
     * @param sources addresses that mail is sent from, and what we call ourselves there
     */
    public record Sending(List<String> networks, List<Source> sources) {
        public Sending {
            networks = List.copyOf(networks);
            sources = List.copyOf(sources);
        }
    }

    public record Source(InetAddress address, String name) {}

    public record Key(String selector, String text) {}

    /**
     * @param policyId of the MTA-STS policy that we serve; empty where we serve none
     * @param reports the address to which others' reports about the domain go
     * @param services where mail programs find what
     */
    public record Published(Optional<String> policyId, String reports, List<Service> services) {
        public Published {
            services = List.copyOf(services);
        }
    }

    /**
     * @param label such as {@code _submissions}
     * @param port where it is; empty: there is no such service
     */
    public record Service(String label, OptionalInt port) {}
}
