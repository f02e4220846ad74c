package org.maillon.simulation;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.maillon.app.wiring.DnsRoads;
import org.maillon.deliver.Delivery;
import org.maillon.deliver.local.LocalDelivery;
import org.maillon.deliver.local.LocalDeliverySettings;
import org.maillon.deliver.remote.RemoteDelivery;
import org.maillon.deliver.remote.RemotePolicy;
import org.maillon.dns.CachingResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.dns.Resolver;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DirectorySettings;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.mailbox.MailboxSettings;
import org.maillon.mailbox.Mailboxes;
import org.maillon.queue.Destination;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueSettings;
import org.maillon.route.HopFinder;
import org.maillon.route.HopSettings;
import org.maillon.route.Ourselves;
import org.maillon.route.Route;
import org.maillon.route.RouteSetting;
import org.maillon.route.RouteTable;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Transport;
import org.maillon.serve.smtp.SmtpHost;
import org.maillon.serve.smtp.SmtpServer;
import org.maillon.serve.smtp.SmtpSettings;
import org.maillon.store.Store;
import org.maillon.submit.EndOfData;
import org.maillon.submit.MailIntake;
import org.maillon.submit.SubmitSettings;
import org.maillon.verify.Verifier;
import org.maillon.verify.VerifySettings;
import org.maillon.verify.Ways;
import org.maillon.wire.address.Address;

/** One run of the process from start to death: the real rooms, joined as {@code app.wiring} joins them, on the world's disk, net and time. */
final class Run {
    static final String HOST_NAME = "mail.here.example";

    private static final long SOON = 5_000;
    private static final long LATE = 600_000;

    final Fibers fibers;
    final Directory directory;
    final Mailboxes mailboxes;
    final Queue queue;
    private final World world;
    private final RouteTable routes;
    private final RemoteDelivery remote;
    private final SmtpServer smtp;
    private final Porter delivery;
    private boolean ready;

    Run(World world, Store store, SplittableRandom entropy) {
        this.world = world;
        this.fibers = new Fibers(world.time);
        InstantSource clock = world.time.timeOfDay();
        InstantSource steady = world.time.steady();
        directory = new Directory(store, clock, entropy.split(), World.directorySettings());
        mailboxes = new Mailboxes(
                store, new Mailboxes.Time(clock, steady), entropy.split(), Settings.defaults(MailboxSettings.class));
        routes = new RouteTable(
                List.of(
                        new RouteSetting("lmtp.example", "lmtp://198.51.100.200:24"),
                        new RouteSetting("discard.example", "discard")),
                directory::isOurs);
        Resolver resolver = new CachingResolver(world.dns, steady, Settings.defaults(DnsSettings.class));
        Verifier verifier =
                new Verifier(directory, this::wayTo, resolver, clock, Settings.defaults(VerifySettings.class));
        queue = new Queue(
                store,
                new Queue.Ports(this::laneOf, _ -> HOST_NAME),
                new Queue.Time(clock, steady, fibers),
                entropy.split(),
                Settings.read(QueueSettings.class, world.plan.queue));
        remote = new RemoteDelivery(world.net, _ -> HOST_NAME, steady, RemotePolicy.defaults());
        HopFinder hops = new HopFinder(
                resolver,
                new Ourselves(Set.of(HOST_NAME), new HashSet<>()),
                entropy.split(),
                Settings.defaults(HopSettings.class));
        LocalDelivery local = new LocalDelivery(
                directory, mailboxes, this::laneOf, clock, Settings.defaults(LocalDeliverySettings.class));
        Delivery real = new Delivery(routes::routeOf, new DnsRoads(hops, List.of(), entropy.split()), local, remote);
        delivery = new Porter(world, real);
        MailIntake intake = new MailIntake(
                new MailIntake.Known(directory, () -> routes, verifier, _ -> true),
                new EndOfData(queue, clock, HOST_NAME),
                queue.traces(),
                Settings.defaults(SubmitSettings.class));
        smtp = new SmtpServer(
                new SmtpHost(HOST_NAME, ServerId.DEFAULT, World.address("postmaster@here.example")),
                Settings.defaults(SmtpSettings.class),
                intake::maxMessageSize,
                intake);
    }

    private Destination laneOf(Address address) {
        return new Destination(routes.routeOf(address).key());
    }

    private Ways.Way wayTo(Address address) {
        Route route = routes.routeOf(address);
        return switch (route) {
            case Route.Local _ -> new Ways.Way.ByDirectory();
            case Route.Mx _ -> new Ways.Way.ByDns();
            case Route.Via _, Route.Discard _ -> new Ways.Way.ByRelay(route.key(), false);
        };
    }

    /** Reads the queue back; a disk that cannot be read keeps the process from starting. */
    void start() {
        fibers.start("start", () -> {
            try {
                directory.removedAccounts().forEach(account -> {
                    mailboxes.remove(account);
                    directory.forget(account);
                });
                queue.start(delivery);
                ready = true;
                world.started(this);
            } catch (RuntimeException e) {
                world.log.say("cannot start: " + e.getMessage());
                world.failedToStart();
            }
        });
        sweepAfter(SOON);
    }

    /** As {@code app.wiring} does each second; where nothing lies idle, there is nothing to do that often for. */
    private void sweepAfter(long millis) {
        world.time.after(millis, () -> {
            if (!fibers.isDead()) {
                fibers.start("sweep", remote::sweep);
                sweepAfter(remote.idleSessions() > 0 ? SOON : LATE);
            }
        });
    }

    boolean isReady() {
        return ready;
    }

    void serve(Transport client, Runnable afterwards) {
        fibers.start("session", () -> {
            try {
                Connection connection = new Connection(client);
                smtp.converse(connection);
                connection.flush();
            } catch (IOException e) {
                world.log.say("a session ends: " + e.getMessage());
            }
            afterwards.run();
        });
    }

    Map<String, String> bounds() {
        return world.plan.queue;
    }

    static DirectorySettings cheapHashes() {
        return Settings.read(DirectorySettings.class, Map.of("hash-memory", "8KiB", "hash-passes", "1"));
    }
}
