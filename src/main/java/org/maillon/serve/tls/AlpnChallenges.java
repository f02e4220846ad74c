package org.maillon.serve.tls;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates that prove to an authority that a host is ours (tls-alpn-01, RFC 8737); shown to nobody but one who asks for them. */
final class AlpnChallenges {
    static final String PROTOCOL = "acme-tls/1"; // RFC 8737 §3

    private static final String ALIAS = "acme ";

    private final Map<String, Identity> byHost = new ConcurrentHashMap<>();

    void put(String host, Identity proof) {
        byHost.put(host.toLowerCase(Locale.ROOT), proof);
    }

    void remove(String host) {
        byHost.remove(host.toLowerCase(Locale.ROOT));
    }

    Optional<String> alias(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return byHost.containsKey(lower) ? Optional.of(ALIAS + lower) : Optional.empty();
    }

    Optional<Identity> identity(String alias) {
        return alias.startsWith(ALIAS)
                ? Optional.ofNullable(byHost.get(alias.substring(ALIAS.length())))
                : Optional.empty();
    }

    boolean isEmpty() {
        return byHost.isEmpty();
    }
}
