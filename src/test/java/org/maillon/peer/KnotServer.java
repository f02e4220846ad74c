package org.maillon.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Knot, authoritative for the zones of a test, on loopback. */
final class KnotServer implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final int port;

    private KnotServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** @param zones a zone's name, without trailing dot, and its records but for SOA and NS */
    static KnotServer serving(Map<String, String> zones) throws IOException {
        return serving(zones, Peers.freePort());
    }

    /** Where another was before: whoever asks need not learn a new place. */
    static KnotServer serving(Map<String, String> zones, int port) throws IOException {
        Path program = Peers.program("knotd", "knot");
        Path folder = Peers.openFolder("maillon-knot");
        StringBuilder config = new StringBuilder("""
                server:
                  rundir: %1$s
                  listen: 127.0.0.1@%2$d
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                database:
                  storage: %1$s
                log:
                  - target: stderr
                    any: info
                template:
                  - id: default
                    storage: %1$s
                zone:
                """.formatted(folder, port));
        for (Map.Entry<String, String> zone : zones.entrySet()) {
            String name = zone.getKey();
            config.append("  - domain: ")
                    .append(name)
                    .append("\n    file: ")
                    .append(name)
                    .append(".zone\n");
            String head = "$ORIGIN " + name + ".\n$TTL 60\n@ SOA ns.knot.test. admin.knot.test. 1 60 60 60 5\n"
                    + "@ NS ns.knot.test.\n";
            Files.writeString(
                    folder.resolve(name + ".zone"), head + zone.getValue().stripIndent() + "\n");
        }
        Files.writeString(folder.resolve("knot.conf"), config);
        Process process = new ProcessBuilder(
                        program.toString(), "-c", folder.resolve("knot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        KnotServer server = new KnotServer(folder, process, port);
        server.awaitStart(zones.size());
        return server;
    }

    private void awaitStart(int zones) {
        Awaitility.await("Knot").atMost(Duration.ofSeconds(20)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("Knot ended:\n" + log());
            }
            return log().split("loaded, serial", -1).length > zones;
        });
    }

    /** As {@code maillon.toml} wants it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Peers.delete(folder);
    }
}
