package org.maillon.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What we are called and where we listen: mail that DNS would lead back here goes in circles (RFC 5321 §5.1).
 *
 * @param hostNames lower case, no trailing dot
 * @param listening addresses with their ports; one that listens on every address (0.0.0.0) is given as each of them, and
 *     public addresses that a NAT maps to us belong here too
 */
public record Ourselves(Set<String> hostNames, Set<InetSocketAddress> listening) {
    public static final Ourselves NOBODY = new Ourselves(Set.of(), Set.of());

    public Ourselves {
        hostNames =
                hostNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        listening = Set.copyOf(listening);
    }

    boolean isNamed(String host) {
        return hostNames.contains(host);
    }

    boolean listenAt(InetAddress address, int port) {
        return listening.contains(new InetSocketAddress(address, port));
    }
}
