package org.maillon.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.wiring.CannotStartException;
import org.maillon.app.wiring.Demo;
import org.maillon.app.wiring.Maillon;

/** A whole server in a folder of its own, on free ports, as {@code maillon serve} joins it. */
final class House implements AutoCloseable {
    private static final String PORTS = """
            [[listener]]
            protocol = "smtp"
            address = "127.0.0.1"
            port = 0
            [[listener]]
            protocol = "pop3"
            address = "127.0.0.1"
            port = 0
            """;

    final Path folder;
    final Maillon office;
    private final ControlServer control;
    private final Optional<Demo.Accounts> demo;

    private House(Path folder, Maillon office, ControlServer control, Optional<Demo.Accounts> demo) {
        this.folder = folder;
        this.office = office;
        this.control = control;
        this.demo = demo;
    }

    /** @param config keys before the first table, then tables; listeners are added */
    static House open(Path folder, String config) throws IOException, CannotStartException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(ConfigReader.FILE),
                config + PORTS + (config.contains("[http]") ? "" : "[http]\nplain = []\n"));
        return open(folder);
    }

    /** As it was. */
    static House open(Path folder) throws IOException, CannotStartException {
        LoadedConfig loaded = switch (ConfigReader.read(Optional.empty(), folder)) {
            case ConfigOutcome.Good(LoadedConfig good) -> good;
            case ConfigOutcome.Bad bad ->
                throw new AssertionError(bad.problems().toString());
        };
        Maillon office = Maillon.open(loaded);
        try {
            Optional<Demo.Accounts> demo = office.demo();
            office.start((_, _) -> {});
            return new House(folder, office, ControlServer.start(office.data(), office), demo);
        } catch (CannotStartException | RuntimeException e) {
            office.close();
            throw e;
        }
    }

    int smtp() {
        return ServeVerb.port(office, ListenerEntry.Protocol.SMTP);
    }

    int pop3() {
        return ServeVerb.port(office, ListenerEntry.Protocol.POP3);
    }

    /** Of a demo account, where this was the first start. */
    String password(String address) {
        return Objects.requireNonNull(demo.orElseThrow().passwords().get(address));
    }

    /** Typed in this folder, at a command line of its own. */
    Typed types(String... words) {
        return Typed.in(folder, words);
    }

    @Override
    public void close() {
        control.close();
        office.close();
    }
}
