package org.maillon.app.wiring;

import java.util.List;
import org.maillon.app.config.Config;
import org.maillon.app.config.ListenerEntry;

/** Where the server would listen, before there is one. */
public final class Doorplan {
    private Doorplan() {}

    public record Place(ListenerEntry.Protocol protocol, String address, int port) {}

    /** Those that are configured, or those that stand where nothing is. */
    public static List<ListenerEntry> entries(Config config) {
        return Doors.entries(config.listener());
    }

    public static List<Place> of(Config config) {
        return Doors.entries(config.listener()).stream()
                .map(entry -> new Place(entry.protocol(), Doors.address(entry, false), entry.port()))
                .toList();
    }
}
