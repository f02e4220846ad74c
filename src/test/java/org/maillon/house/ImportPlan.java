package org.maillon.house;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The floors and rooms of the house, as data (DESIGN §3). A room imports from the floors below it, sideways only where
 * the table says so, and inside a room one sub-room sees another only where the second table says so. A new edge is a
 * change here and a decision record in docs/adr.
 */
final class ImportPlan {
    static final String BASE = "org.maillon";

    /**
     * @param name the package under {@link #BASE}; a room inside a room, such as {@code hosting.id}, is found first
     * @param sideways rooms of the same floor that it may import
     */
    record Room(int floor, String name, Set<String> sideways) {
        Room(int floor, String name, String... sideways) {
            this(floor, name, Set.of(sideways));
        }
    }

    /** Inside a room: {@code from} may import {@code to}. The room's own top package and its sub-rooms see each other. */
    record Corridor(String from, String to) {}

    /** From the roof to the ground. */
    static final List<Room> ROOMS = List.of(
            new Room(6, "app"),
            new Room(5, "web"),
            new Room(4, "serve"),
            new Room(4, "deliver"),
            new Room(4, "emailing"),
            new Room(3, "reports", "submit", "queue", "hosting.id"),
            new Room(3, "submit", "hosting", "hosting.id", "queue", "route", "verify", "filter"),
            new Room(3, "verify", "hosting", "hosting.id"),
            new Room(3, "queue", "hosting.id"),
            new Room(3, "route", "hosting", "hosting.id"),
            new Room(3, "mailbox", "hosting.id"),
            new Room(3, "filter"),
            new Room(3, "hosting", "hosting.id"),
            new Room(3, "hosting.id"),
            new Room(2, "trust", "dns"),
            new Room(2, "dns"),
            new Room(2, "store"),
            new Room(1, "wire"),
            new Room(0, "kernel"));

    /** Rooms whose sub-rooms keep to themselves, but for the corridors. In all others sub-rooms see each other. */
    static final Set<String> DIVIDED = Set.of("wire", "serve", "deliver", "store", "trust");

    static final Set<Corridor> CORRIDORS = Set.of(
            new Corridor("wire.message", "wire.address"),
            new Corridor("wire.smtp", "wire.address"),
            new Corridor("wire.smtp", "wire.sasl"),
            new Corridor("wire.pop3", "wire.sasl"),
            new Corridor("wire.report", "wire.address"),
            new Corridor("wire.report", "wire.message"),
            new Corridor("wire.report", "wire.smtp"),
            new Corridor("trust.arc", "trust.dkim"),
            new Corridor("deliver.remote", "deliver.tls"),
            new Corridor("serve.smtp", "serve.net"),
            new Corridor("serve.lmtp", "serve.net"),
            new Corridor("serve.lmtp", "serve.smtp"),
            new Corridor("serve.pop3", "serve.net"),
            new Corridor("serve.imap", "serve.net"),
            new Corridor("serve.managesieve", "serve.net"),
            new Corridor("serve.tls", "serve.net"));

    /** Storage engines: seen by themselves and by the place that chooses one. */
    static final Set<String> ENGINES = Set.of("store.rocksdb", "store.cassandra", "store.model");

    static final String CHOOSES_THE_ENGINE = "app.wiring";

    /** Reads an engine's settings record off maillon.toml, and no more of it (docs/adr/0004). */
    static final String CONFIGURES_THE_ENGINE = "app.config";

    private ImportPlan() {}

    /** Why a class of package {@code from} may not name one of package {@code to}; empty where it may. */
    static Optional<String> objection(String from, String to) {
        if (from.equals(to) || !isOurs(to)) {
            return Optional.empty();
        }
        Optional<Room> source = roomOf(from);
        Optional<Room> target = roomOf(to);
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.of((source.isEmpty() ? from : to) + " is in no room of the plan");
        }
        if (source.get().equals(target.get())) {
            return withinARoom(source.get(), subRoom(from), subRoom(to));
        }
        return betweenRooms(source.get(), target.get(), subRoom(from), subRoom(to));
    }

    private static Optional<String> betweenRooms(Room from, Room to, String fromSub, String toSub) {
        boolean mayNameEngines = isWithin(fromSub, CHOOSES_THE_ENGINE) || isWithin(fromSub, CONFIGURES_THE_ENGINE);
        if (isEngine(toSub) && !mayNameEngines) {
            return Optional.of("only " + CHOOSES_THE_ENGINE + " names the engine " + toSub);
        }
        if (to.floor() > from.floor()) {
            return Optional.of(from.name() + " (floor " + from.floor() + ") looks up to " + to.name() + " (floor "
                    + to.floor() + "): let the lower room own a port, connected in " + CHOOSES_THE_ENGINE);
        }
        if (to.floor() == from.floor() && !from.sideways().contains(to.name())) {
            return Optional.of(from.name() + " has no door sideways to " + to.name());
        }
        return Optional.empty();
    }

    private static Optional<String> withinARoom(Room room, String from, String to) {
        if (isEngine(to) && !isWithin(from, to)) {
            return Optional.of("the contract and the other engines do not see the engine " + to);
        }
        boolean eitherIsTheHall = from.equals(room.name()) || to.equals(room.name());
        if (!DIVIDED.contains(room.name()) || from.equals(to) || eitherIsTheHall) {
            return Optional.empty();
        }
        return CORRIDORS.contains(new Corridor(from, to))
                ? Optional.empty()
                : Optional.of("no corridor leads from " + from + " to " + to);
    }

    static Optional<Room> roomOf(String packageName) {
        String inside = inside(packageName);
        return ROOMS.stream()
                .filter(room -> isWithin(inside, room.name()))
                .max((a, b) -> Integer.compare(a.name().length(), b.name().length()));
    }

    /** {@code org.maillon.wire.smtp.client} is in {@code wire.smtp}; {@code org.maillon.queue} in {@code queue}. */
    private static String subRoom(String packageName) {
        String[] parts = inside(packageName).split("\\.", 3);
        return parts.length == 1 ? parts[0] : parts[0] + "." + parts[1];
    }

    private static String inside(String packageName) {
        return packageName.length() > BASE.length() && isOurs(packageName)
                ? packageName.substring(BASE.length() + 1)
                : "";
    }

    private static boolean isOurs(String packageName) {
        return isWithin(packageName, BASE);
    }

    private static boolean isEngine(String subRoom) {
        return ENGINES.contains(subRoom);
    }

    private static boolean isWithin(String name, String room) {
        return name.equals(room) || name.startsWith(room + ".");
    }
}
