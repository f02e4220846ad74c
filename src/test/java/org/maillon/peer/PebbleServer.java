package org.maillon.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.maillon.serve.tls.Authority;

/** Pebble, an authority that speaks ACME, on loopback; it finds hosts by Knot and asks them on ports of the test's choice. */
final class PebbleServer implements AutoCloseable {
    private final Path folder;
    private final KnotServer dns;
    private final Process process;
    private final int port;

    private PebbleServer(Path folder, KnotServer dns, Process process, int port) {
        this.folder = folder;
        this.dns = dns;
        this.process = process;
        this.port = port;
    }

    /** @param hosts of the zone {@code acme.test}, as records */
    static PebbleServer asking(int httpPort, int tlsPort, String hosts) throws IOException {
        Path program = Peers.program("pebble", "pebble");
        Path folder = Peers.openFolder("maillon-pebble");
        KnotServer dns = KnotServer.serving(Map.of("acme.test", hosts));
        int port = Peers.freePort();
        Authority own = new Authority(Instant.now());
        Path certificate = Authority.write(folder.resolve("pebble.pem"), own.identity("EC", "127.0.0.1"));
        Authority.write(folder.resolve("root.pem"), own.rootPem());
        Files.writeString(folder.resolve("config.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                  "ocspResponderURL": "", "externalAccountBindingRequired": false}}
                """.formatted(
                        port, Peers.freePort(), certificate, certificate, httpPort, tlsPort));
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(), "-config", folder.resolve("config.json").toString(), "-dnsserver", dns.address());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        PebbleServer server = new PebbleServer(folder, dns, process, port);
        Awaitility.await("Pebble").atMost(Duration.ofSeconds(20)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("Pebble ended:\n" + server.log());
            }
            return server.log().contains("ACME directory available at");
        });
        return server;
    }

    String directory() {
        return "https://127.0.0.1:" + port + "/dir";
    }

    /** Who vouches for the directory's own certificate. */
    Path root() {
        return folder.resolve("root.pem");
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        dns.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
        Peers.delete(folder);
    }
}
