package org.maillon.dns;

import java.util.Locale;
import java.util.Map;

/** How far a name is known: the one list of those that mean nothing, or nothing certain, elsewhere. */
public enum Reach {
    /** To nobody else. */
    HERE,
    /** Where somebody's own DNS has it (RFC 6761 §6.2, §6.5); no public authority vouches for it. */
    LABORATORY,
    WORLD;

    /** RFC 6761 §6, and what home routers and offices use likewise. */
    private static final Map<String, Reach> SPECIAL = Map.ofEntries(
            Map.entry("localhost", HERE),
            Map.entry("localdomain", HERE),
            Map.entry("local", HERE),
            Map.entry("internal", HERE),
            Map.entry("lan", HERE),
            Map.entry("invalid", HERE),
            Map.entry("test", LABORATORY),
            Map.entry("example", LABORATORY));

    /** By its last label; one label alone, an address, or what is no name is known to nobody. */
    public static Reach of(String host) {
        int dot = host.lastIndexOf('.');
        if (dot <= 0 || !DnsName.isOne(host) || Character.isDigit(host.charAt(host.length() - 1))) {
            return HERE;
        }
        return SPECIAL.getOrDefault(host.substring(dot + 1).toLowerCase(Locale.ROOT), WORLD);
    }
}
