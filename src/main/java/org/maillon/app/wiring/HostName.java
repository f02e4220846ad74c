package org.maillon.app.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.maillon.hosting.Server;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** The name this machine goes by where the configuration names none. */
final class HostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final String LAST_RESORT = "localhost";

    private HostName() {}

    /** What one of our servers calls itself; {@code otherwise} where it has no name of its own. */
    static String of(Optional<Server> server, String otherwise) {
        return server.flatMap(found -> found.hostNames().stream().findFirst())
                .map(Domain.Name::ascii)
                .orElse(otherwise);
    }

    static String ofMachine() {
        return fromKernel().or(HostName::fromResolver).flatMap(HostName::valid).orElse(LAST_RESORT);
    }

    /** Asked first: the resolver may wait seconds for a DNS server that does not answer. */
    private static Optional<String> fromKernel() {
        try {
            return Files.isReadable(LINUX) ? Optional.of(Files.readString(LINUX).strip()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> fromResolver() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    static Optional<String> valid(String name) {
        return Addresses.domain(name) instanceof Parsed.Valid<Domain>(Domain.Name(String ascii), int _)
                ? Optional.of(ascii)
                : Optional.empty();
    }
}
