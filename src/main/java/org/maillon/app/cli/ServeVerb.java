package org.maillon.app.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.wiring.CannotStartException;
import org.maillon.app.wiring.Demo;
import org.maillon.app.wiring.Door;
import org.maillon.app.wiring.LogSetup;
import org.maillon.app.wiring.Maillon;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.submit.ListenerRole;
import org.maillon.web.http.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code maillon serve}. */
@Command(
        name = "serve",
        description = {
            "Run the server until it is told to stop (Ctrl-C, or SIGTERM).",
            "SIGHUP reads maillon.toml anew, as 'maillon config reload' does."
        },
        footer = {"", "Example:  maillon serve --config /etc/maillon/maillon.toml"})
final class ServeVerb extends Verb {
    private static final Logger LOG = LoggerFactory.getLogger(ServeVerb.class);

    @Option(names = "--no-demo", description = "Make no demo domain and accounts at a first start.")
    boolean noDemo;

    ServeVerb(Desk desk) {
        super(desk);
    }

    @Override
    int run(Printer out) {
        return switch (desk.readConfig()) {
            case ConfigOutcome.Good(LoadedConfig loaded) -> serve(loaded, out);
            case ConfigOutcome.Bad(List<Problem> problems) -> {
                ConfigVerbs.complain(out, problems);
                yield Exit.REFUSED;
            }
        };
    }

    private int serve(LoadedConfig loaded, Printer out) {
        LogSetup.apply(loaded.config().log(), loaded.logFile());
        Crypto.warm();
        try (Signals signals = Signals.listen();
                Maillon office = Maillon.open(loaded)) {
            Optional<Demo.Accounts> demo = noDemo ? Optional.empty() : office.demo();
            try (Progress progress = Progress.of(desk.terminal, "reading the queue back")) {
                office.start((shards, messages) -> progress.at(shards, 64, messages + " messages"));
            }
            try (ControlServer _ = ControlServer.start(office.data(), office)) {
                started(office, demo, out);
                untilStopped(signals, office);
                out.say("stopping: clients are told, deliveries that run have their time to end");
            }
            return Exit.DONE;
        } catch (CannotStartException e) {
            out.complain("maillon: " + e.getMessage());
            return Exit.REFUSED;
        } catch (IOException e) {
            out.complain("maillon: cannot start: " + e.getMessage());
            return Exit.REFUSED;
        }
    }

    private static void untilStopped(Signals signals, Maillon office) {
        while (signals.next() == Signals.Signal.RELOAD) {
            switch (office.readConfigAnew()) {
                case ConfigOutcome.Bad(List<Problem> problems) ->
                    problems.forEach(problem -> LOG.error("nothing was reloaded: {}", problem));
                case ConfigOutcome.Good(LoadedConfig anew) -> {
                    var change = office.reload(anew);
                    LOG.info("reloaded: {}; only after a restart: {}", change.live(), change.pending());
                    var _ = office.reloadCertificates();
                }
            }
        }
    }

    private void started(Maillon office, Optional<Demo.Accounts> demo, Printer out) {
        out.say("maillon " + VersionVerb.version() + " runs as " + office.hostName() + ", data in " + office.data());
        for (Door door : office.doors()) {
            out.say("  " + kind(door) + " listens on " + door.address() + " port " + door.port());
        }
        for (Place place : office.loaded().config().http().places()) {
            out.say("  " + words(place));
        }
        office.tlsWords().forEach(out::say);
        demo.ifPresent(accounts -> DemoWords.print(out, office, accounts));
        out.say("started in " + sinceProcessBegan().toMillis() + " ms; stop it with Ctrl-C");
        out.json(tree(office));
        desk.terminal.out().flush();
    }

    private static String kind(Door door) {
        ListenerEntry entry = door.entry();
        String name = entry.protocol() == ListenerEntry.Protocol.SMTP && entry.role() == ListenerRole.SUBMISSION
                ? "submission"
                : entry.protocol().toString();
        return switch (entry.tls()) {
            case STARTTLS, NONE -> name;
            case IMPLICIT -> name + " under TLS";
        };
    }

    /** Beside the mail, soon and not yet: a port that another program has is waited for. */
    private static String words(Place place) {
        String name = place.underTls() ? "HTTP under TLS" : "HTTP";
        int port = place.where().port();
        return name + " opens on " + place.where().address() + (port == 0 ? " any free port" : " port " + port);
    }

    private static Map<String, Object> tree(Place place) {
        return Map.of("address", place.where().address(), "port", place.where().port(), "tls", place.underTls());
    }

    private static Map<String, Object> tree(Maillon office) {
        List<Map<String, Object>> doors = new ArrayList<>();
        for (Door door : office.doors()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("protocol", door.protocol().name().toLowerCase(Locale.ROOT));
            one.put("address", door.address());
            one.put("port", door.port());
            one.put("role", door.entry().role().name().toLowerCase(Locale.ROOT));
            one.put("tls", door.entry().tls().name().toLowerCase(Locale.ROOT));
            doors.add(one);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("hostName", office.hostName());
        tree.put("data", office.data().toString());
        tree.put("listeners", doors);
        tree.put(
                "http",
                office.loaded().config().http().places().stream()
                        .map(ServeVerb::tree)
                        .toList());
        tree.put("startMillis", sinceProcessBegan().toMillis());
        return tree;
    }

    /** Since the JVM did: a first start also built and prepared, which took what it took. */
    private static Duration sinceProcessBegan() {
        Instant began =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return Duration.between(began, Instant.now());
    }

    /** The port of the first listener of a protocol. */
    static int port(Maillon office, ListenerEntry.Protocol protocol) {
        return office.doors().stream()
                .filter(door -> door.protocol() == protocol)
                .mapToInt(Door::port)
                .findFirst()
                .orElse(0);
    }

    /** Zero where users have no door of their own. */
    static int submissionPort(Maillon office) {
        return office.doors().stream()
                .filter(door -> door.protocol() == ListenerEntry.Protocol.SMTP
                        && door.entry().role() == ListenerRole.SUBMISSION)
                .mapToInt(Door::port)
                .findFirst()
                .orElse(0);
    }
}
