package org.maillon.serve.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** All certificates that there are at a moment, and which of them a client is shown. */
public record Identities(List<Identity> all) {
    public Identities {
        all = List.copyOf(all);
    }

    /**
     * Those that fit best, by what the client asked for, else by the name of the server it came to, else all. More than one
     * where there is an RSA and an ECDSA certificate for a name: the client's abilities choose.
     */
    List<Identity> fitting(Optional<String> askedFor, String server) {
        List<String> hosts = new ArrayList<>(2);
        askedFor.ifPresent(hosts::add);
        hosts.add(server);
        for (String host : hosts) {
            String lower = host.toLowerCase(Locale.ROOT);
            List<Identity> exact = those(one -> one.isExactlyFor(lower));
            List<Identity> found = exact.isEmpty() ? those(one -> one.isByWildcardFor(lower)) : exact;
            if (!found.isEmpty()) {
                return found;
            }
        }
        return all;
    }

    private List<Identity> those(Predicate<Identity> which) {
        return all.stream().filter(which).toList();
    }

    /** All but what came from that file. */
    Identities without(Path file) {
        return new Identities(those(one -> !one.source().equals(file.toString())));
    }

    public boolean areFor(String host) {
        return all.stream().anyMatch(one -> one.isFor(host));
    }
}
