package org.maillon.app.wiring;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.maillon.app.config.ListenerEntry;
import org.maillon.serve.net.CannotListenException;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.Protocol;
import org.maillon.serve.net.TlsServer;
import org.maillon.serve.net.Turnstile;
import org.maillon.submit.ListenerRole;

/** All listeners: where they listen when nothing is said, opened and closed together. */
final class Doors {
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<ListenerEntry> USUAL = List.of(
            new ListenerEntry(ListenerEntry.Protocol.SMTP, 2525, ListenerRole.MX, ListenerEntry.Tls.STARTTLS),
            new ListenerEntry(ListenerEntry.Protocol.SMTP, 2587, ListenerRole.SUBMISSION, ListenerEntry.Tls.STARTTLS),
            new ListenerEntry(ListenerEntry.Protocol.SMTP, 2465, ListenerRole.SUBMISSION, ListenerEntry.Tls.IMPLICIT),
            new ListenerEntry(ListenerEntry.Protocol.POP3, 2110, ListenerRole.MX, ListenerEntry.Tls.STARTTLS),
            new ListenerEntry(ListenerEntry.Protocol.POP3, 2995, ListenerRole.MX, ListenerEntry.Tls.IMPLICIT));

    private final List<Door> doors;

    private Doors(List<Door> doors) {
        this.doors = List.copyOf(doors);
    }

    static List<ListenerEntry> entries(List<ListenerEntry> configured) {
        return configured.isEmpty() ? USUAL : configured;
    }

    /** Takes the ports of all, or of none. Clients that connect wait until {@link #open}. */
    static Doors bind(
            List<ListenerEntry> configured,
            boolean reachable,
            Function<ListenerEntry, Turnstile> turnstiles,
            Function<ListenerEntry, Protocol> protocols,
            Function<ListenerEntry, TlsServer> tls)
            throws CannotStartException {
        List<Door> bound = new ArrayList<>();
        for (ListenerEntry entry : entries(configured)) {
            String address = address(entry, reachable);
            ListenerSettings settings =
                    new ListenerSettings(address, entry.port(), entry.proxyProtocol(), entry.backlog());
            try {
                Turnstile turnstile = turnstiles.apply(entry);
                Protocol protocol = protocols.apply(entry);
                Listener listener = entry.tls() == ListenerEntry.Tls.IMPLICIT
                        ? Listener.bindUnderTls(settings, turnstile, protocol, tls.apply(entry))
                        : Listener.bind(settings, turnstile, protocol);
                bound.add(new Door(entry, address, listener));
            } catch (CannotListenException e) {
                new Doors(bound).close(Duration.ZERO);
                throw new CannotStartException(String.valueOf(e.getMessage()), e);
            }
        }
        return new Doors(bound);
    }

    /** Where nothing is said: loopback, until there is a domain that others would send to. */
    static String address(ListenerEntry entry, boolean reachable) {
        if (!entry.address().isEmpty()) {
            return entry.address();
        }
        return reachable ? hasIpv6() ? "::" : "0.0.0.0" : LOOPBACK;
    }

    private static boolean hasIpv6() {
        return machine().stream().anyMatch(Inet6Address.class::isInstance);
    }

    private static List<InetAddress> machine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException _) {
            return List.of();
        }
    }

    List<Door> all() {
        return doors;
    }

    /** Every address and port at which SMTP would find us: for the loop guard. */
    Set<InetSocketAddress> smtpAddresses() {
        Set<InetSocketAddress> found = new HashSet<>();
        for (Door door : doors) {
            if (door.protocol() == ListenerEntry.Protocol.SMTP) {
                InetAddress address = door.where().getAddress();
                List<InetAddress> named = address.isAnyLocalAddress() ? machine() : List.of(address);
                named.forEach(one -> found.add(new InetSocketAddress(one, door.port())));
            }
        }
        return found;
    }

    void open() {
        doors.forEach(door -> door.listener().start());
    }

    /** All at once: each waits for its own clients. */
    void close(Duration grace) {
        List<Thread> closing = doors.stream()
                .map(door -> Thread.ofVirtual().start(() -> door.listener().stop(grace)))
                .toList();
        for (Thread one : closing) {
            try {
                one.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
