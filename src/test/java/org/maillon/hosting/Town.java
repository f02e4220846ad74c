package org.maillon.hosting;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** A directory for tests of any room: cheap hashes, a fixed clock, and short ways to say names. */
public final class Town {
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Town() {}

    public static Directory empty(Store store, String... settings) {
        Map<String, String> values =
                new HashMap<>(Map.of("hash-memory", "64KiB", "hash-passes", "1", "min-password", "4"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new Directory(
                store,
                InstantSource.fixed(NOON),
                new Random(7),
                Settings.read(DirectorySettings.class, Map.copyOf(values)));
    }

    /** With tenant {@code default} on server {@code default}, the domain example.org, and ada@example.org. */
    public static Directory withAda(Store store, String... settings) {
        Directory directory = empty(store, settings);
        directory.addServer(ServerId.DEFAULT, List.of(), Optional.empty());
        directory.addTenant(TenantId.DEFAULT, "Default", ServerId.DEFAULT);
        directory.addDomain(TenantId.DEFAULT, domain("example.org"));
        directory.addAccount(address("ada@example.org"), Secret.utf8("love lace"), Optional.empty());
        return directory;
    }

    public static Address address(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return Addresses.mailbox(octets, 0, octets.length).asOptional().orElseThrow();
    }

    public static Domain.Name domain(String name) {
        return new Domain.Name(name);
    }
}
