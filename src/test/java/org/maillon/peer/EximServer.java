package org.maillon.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Exim, unpacked beside Postfix, with a configuration and a port of its own: it knows some mailboxes of one domain. */
final class EximServer implements KnowingServer {
    static final Path FOLDER = Path.of("/usr/local/lib/maillon-peers/exim/usr/sbin");

    private final Path folder;
    private final Process process;
    private final int port;

    private EximServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static EximServer knowing(String domain, List<String> names) throws IOException {
        Path program = Peers.unpacked(FOLDER.resolve("exim4"));
        Peers.needsRoot("Exim");
        Path folder = Peers.openFolder("maillon-exim");
        for (String name : List.of("spool", "log", "mail")) {
            Peers.own(Files.createDirectories(folder.resolve(name)), "Debian-exim");
        }
        int port = Peers.freePort();
        Path config = folder.resolve("exim.conf");
        Files.writeString(config, config(program, folder, port, domain, names));
        Process process = new ProcessBuilder(program.toString(), "-C", config.toString(), "-bdf", "-q1m")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        EximServer server = new EximServer(folder, process, port);
        try {
            SmtpDialogue.awaitGreeting("127.0.0.1", port, Duration.ofMinutes(1), process);
        } catch (AssertionError | RuntimeException e) {
            String log = server.log();
            server.close();
            throw new AssertionError("Exim did not start:\n" + log, e);
        }
        return server;
    }

    private static String config(Path program, Path folder, int port, String domain, List<String> names) {
        return """
            exim_path = %1$s
            deliver_drop_privilege = true
            spool_directory = %2$s/spool
            log_file_path = %2$s/log/%%slog
            pid_file_path = %2$s/exim.pid
            primary_hostname = exim.test
            daemon_smtp_ports = %3$d
            local_interfaces = 127.0.0.1
            host_lookup =
            rfc1413_query_timeout = 0s
            keep_environment =
            tls_advertise_hosts =
            domainlist ours = %4$s
            acl_smtp_rcpt = rcpt
            begin acl
            rcpt:
              deny ! domains = +ours
                   message = relay not permitted
              require verify = recipient
              accept
            begin routers
            known:
              driver = accept
              domains = +ours
              local_parts = %5$s
              transport = box
            begin transports
            box:
              driver = appendfile
              directory = %2$s/mail
              maildir_format
              user = Debian-exim
              group = Debian-exim
            begin retry
            * * F,1h,1m
            """.formatted(program, folder, port, domain, String.join(" : ", names));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long stored() throws IOException {
        return Peers.files(folder.resolve("mail/new"));
    }

    @Override
    public String log() throws IOException {
        String text = "";
        for (String name : List.of("console", "log/mainlog", "log/rejectlog", "log/paniclog")) {
            Path file = folder.resolve(name);
            text += Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Peers.delete(folder);
    }
}
