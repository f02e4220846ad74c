package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.secrets.KnownSecrets;
import org.maillon.secrets.RunLogs;
import tools.jackson.databind.json.JsonMapper;

/** {@code maillon serve} as a process of its own: what it prints, and how it takes signals. */
class ServeProcessTest {
    private static final String PORTS = """
            [[listener]]
            port = 0
            address = "127.0.0.1"
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws IOException {
        started.forEach(Process::destroyForcibly);
        RunLogs.keep(folder.resolve("err"));
    }

    @Test
    void saysGoodbyeToClientsOnSigtermAndEndsWell() throws Exception {
        Files.writeString(folder.resolve("maillon.toml"), PORTS);
        Process server = serve("--json");
        try (Telnet client = new Telnet(port())) {
            client.hears();
            server.destroy();

            assertThat(client.hears()).startsWith("421 4.3.2 ");
        }
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(folder.resolve("data/control.sock")).doesNotExist();
    }

    /** Both configurations name the domain, so that no answer asks DNS. */
    @Test
    void readsItsConfigurationAnewOnSighup() throws Exception {
        Files.writeString(folder.resolve("maillon.toml"), PORTS + route("smtp://127.0.0.1:25"));
        Process server = serve();
        assertThat(Typed.in(folder, "route", "x@a.test").out()).doesNotContain("discard");
        Files.writeString(folder.resolve("maillon.toml"), PORTS + route("discard"));

        new ProcessBuilder("kill", "-HUP", Long.toString(server.pid())).start().waitFor();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Typed answer = Typed.in(folder, "route", "x@a.test");
            assertThat(answer.out())
                    .as("%s, and the server said: %s", answer, Files.readString(folder.resolve("err")))
                    .contains("discard");
        });
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void tellsAtAFirstStartHowToTryIt() throws Exception {
        Files.writeString(folder.resolve("maillon.toml"), PORTS);
        serve();

        assertThat(out())
                .contains("ada@maillon.test   password", "telnet 127.0.0.1 ", "swaks", "trace ada@maillon.test")
                .contains("  HTTP opens on 127.0.0.1 port 8080\n");
    }

    @Test
    void startsNotWithABadFile() throws Exception {
        Files.writeString(folder.resolve("maillon.toml"), "hostname = \"x\"\n");

        Process server = start("serve");

        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(Exit.REFUSED);
        assertThat(Files.readString(folder.resolve("err")))
                .isEqualTo(
                        "maillon.toml:1: unknown key 'hostname' at the top of the file; did you mean 'host-name'?\n");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private Process serve(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(more));
        Process server = start(words.toArray(String[]::new));
        await().atMost(Duration.ofMinutes(2)).until(() -> !server.isAlive() || saidAll(out()));
        assertThat(server.isAlive()).as(Files.readString(folder.resolve("err"))).isTrue();
        return server;
    }

    /** What it says at its start comes line by line, and the first start has a line that speaks of it. */
    private static boolean saidAll(String out) {
        return out.endsWith("\n}\n") || out.lines().anyMatch(line -> line.startsWith("started in "));
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP", // under nohup it is ignored, and stays so in every child
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static String route(String via) {
        return "[[route]]\ndomain = \"a.test\"\nvia = \"" + via + "\"\n";
    }

    private String out() throws IOException {
        return KnownSecrets.printed(Files.readString(folder.resolve("out")));
    }

    private int port() throws IOException {
        return JsonMapper.shared().readTree(out()).at("/listeners/0/port").asInt();
    }
}
