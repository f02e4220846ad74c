package org.maillon.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.wiring.CannotStartException;
import org.maillon.app.wiring.Demo;
import org.maillon.app.wiring.Maillon;
import picocli.CommandLine.Command;

/**
 * {@code maillon rehearse}: the whole program once through, in a folder of its own and on free ports, while the JVM notes
 * which classes it loads and links (JEP 514). The launcher runs it once after a build.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description =
                "Start a server in a temporary folder, send and fetch messages, in the clear and under TLS, and stop: what the"
                        + " AOT cache is made from.",
        footer = {"", "Example:  maillon rehearse"})
final class RehearseVerb extends Verb {
    private static final String CONFIG = """
            host-name = "rehearsal.test"
            stop-grace = "1s"
            [[listener]]
            protocol = "smtp"
            address = "127.0.0.1"
            port = 0
            [[listener]]
            protocol = "smtp"
            role = "submission"
            tls = "implicit"
            address = "127.0.0.1"
            port = 0
            [[listener]]
            protocol = "pop3"
            address = "127.0.0.1"
            port = 0
            [http]
            plain = ["127.0.0.1:0"]
            [[route]]
            domain = "discard.test"
            via = "discard"
            [dkim-signing]
            check-dns = false
            """;

    private static final String ADA = "ada@maillon.test";

    RehearseVerb(Desk desk) {
        super(desk);
    }

    @Override
    int run(Printer out) {
        Path folder = Path.of("");
        try {
            folder = Files.createTempDirectory("maillon-rehearsal");
            Files.writeString(folder.resolve(ConfigReader.FILE), CONFIG);
            play(folder);
            out.json(Map.of("rehearsed", true));
            return Exit.DONE;
        } catch (CannotStartException | IOException e) {
            out.complain("maillon: the rehearsal failed: " + e.getMessage());
            return Exit.REFUSED;
        } finally {
            remove(folder);
        }
    }

    private static void play(Path folder) throws CannotStartException, IOException {
        if (!(ConfigReader.read(Optional.empty(), folder) instanceof ConfigOutcome.Good(LoadedConfig loaded))) {
            throw new IOException("its configuration is bad");
        }
        try (Maillon office = Maillon.open(loaded)) {
            String password = Optional.ofNullable(
                            office.demo().orElseThrow().passwords().get(ADA))
                    .orElseThrow();
            office.keyKeeper().rotate(Demo.DOMAIN);
            office.start((_, _) -> {});
            try (ControlServer _ = ControlServer.start(office.data(), office)) {
                var _ = office.reloadCertificates(); // the first one is made beside the start: now it is there
                RehearsalClient.Trust trust = RehearsalClient.Trust.in(office.data());
                smtp(ServeVerb.port(office, ListenerEntry.Protocol.SMTP), trust);
                submission(ServeVerb.submissionPort(office), trust, password);
                pop3(ServeVerb.port(office, ListenerEntry.Protocol.POP3), trust, password);
                http(office);
                verbs(folder);
            }
        }
    }

    private static void smtp(int port, RehearsalClient.Trust trust) throws IOException {
        try (RehearsalClient client = RehearsalClient.plain(port)) {
            client.say("EHLO client.test");
            for (String to : new String[] {ADA, "x@discard.test", "nobody@maillon.test"}) {
                client.say("MAIL FROM:<bob@maillon.test> BODY=8BITMIME");
                client.say("RCPT TO:<" + to + ">");
                client.say("DATA");
                client.say("Subject: rehearsal\r\n\r\nOne line.\r\n.");
                client.say("RSET");
            }
            client.say("QUIT");
        }
        try (RehearsalClient client = RehearsalClient.plain(port)) {
            client.say("EHLO client.test");
            client.say("STARTTLS", "220");
            client.secure(trust);
            client.say("EHLO client.test");
            client.say("QUIT");
        }
    }

    /** Under TLS, logged in, and signed: what the first user after a start waits for. */
    private static void submission(int port, RehearsalClient.Trust trust, String password) throws IOException {
        String plain = "\0" + ADA + "\0" + password;
        try (RehearsalClient client = RehearsalClient.underTls(port, trust)) {
            client.say("EHLO client.test");
            client.say(
                    "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)), "235");
            client.say("MAIL FROM:<" + ADA + ">", "250");
            client.say("RCPT TO:<x@discard.test>", "250");
            client.say("DATA", "354");
            client.say("From: " + ADA + "\r\nSubject: rehearsal\r\n\r\nOne line.\r\n.", "250");
            client.say("QUIT");
        }
    }

    private static void pop3(int port, RehearsalClient.Trust trust, String password) throws IOException {
        try (RehearsalClient client = RehearsalClient.plain(port)) {
            client.say("STLS", "+OK");
            client.secure(trust);
            client.say("USER " + ADA);
            client.say("PASS " + password, "+OK");
            client.say("STAT", "+OK");
            client.say("QUIT");
        }
    }

    /** The door opens beside us. */
    private static void http(Maillon office) throws IOException {
        for (int waited = 0; waited < 500 && office.webPorts().isEmpty(); waited++) {
            pause();
        }
        for (int port : office.webPorts()) {
            for (String path : new String[] {"/healthz", "/api/v1/blocks", "/.well-known/mta-sts.txt"}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(5000);
                    socket.getOutputStream()
                            .write(("GET " + path + " HTTP/1.1\r\nHost: rehearsal.test\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    var _ = socket.getInputStream().readAllBytes();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void verbs(Path folder) {
        String[][] lines = {
            {"config", "check"},
            {"account", "list"},
            {"domain", "list", "--json"},
            {"alias", "add", "team@maillon.test", "ada@maillon.test"},
            {"trace", "ada@maillon.test"},
            {"route", "x@discard.test"},
            {"verify", "ada@maillon.test"},
            {"queue", "summary"},
            {"queue", "list", "--json"},
            {"account", "--help"},
            {"version"},
        };
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String[] line : lines) {
            Terminal terminal = new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Optional.empty());
            var _ = CommandTree.run(new ClientDesk(terminal, folder), line);
        }
    }

    private static void remove(Path folder) {
        if (folder.toString().isEmpty()) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // the system empties its temporary folder
        }
    }
}
