package org.maillon.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Debian's OpenSMTPD, unpacked beside Postfix: it knows some mailboxes of one domain. It names its spool, its socket and its
 * mail programs by fixed paths, so it runs in a mount namespace of its own where these are its own.
 */
final class OpenSmtpdServer implements KnowingServer {
    private static final Path FOLDER = Path.of("/usr/local/lib/maillon-peers/opensmtpd/usr");
    private static final String NAMESPACE = """
            set -e
            mount --bind "$1/spool" /var/spool/smtpd
            mount --bind "$2/libexec/opensmtpd" /usr/libexec/opensmtpd
            mount -t tmpfs -o mode=755 tmpfs /run
            exec "$2/sbin/smtpd" -d -f "$1/smtpd.conf"
            """;

    private final Path folder;
    private final Process process;
    private final int port;

    private OpenSmtpdServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static OpenSmtpdServer knowing(String domain, List<String> names) throws IOException {
        Peers.unpacked(FOLDER.resolve("sbin/smtpd"));
        Peers.needsRoot("OpenSMTPD");
        Path folder = Peers.openFolder("maillon-opensmtpd");
        Files.createDirectories(folder.resolve("spool"));
        Files.setPosixFilePermissions(
                folder.resolve("spool"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
        Peers.own(Files.createDirectories(folder.resolve("mail")), "nobody");
        int port = Peers.freePort();
        Files.writeString(folder.resolve("smtpd.conf"), config(folder, port, domain, names));
        Process process = new ProcessBuilder(
                        "unshare", "-m", "sh", "-c", NAMESPACE, "sh", folder.toString(), FOLDER.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        OpenSmtpdServer server = new OpenSmtpdServer(folder, process, port);
        try {
            SmtpDialogue.awaitGreeting("127.0.0.1", port, Duration.ofMinutes(1), process);
        } catch (AssertionError | RuntimeException e) {
            String log = server.log();
            server.close();
            throw new AssertionError("OpenSMTPD did not start:\n" + log, e);
        }
        return server;
    }

    private static String config(Path folder, int port, String domain, List<String> names) {
        String mailboxes = names.stream()
                .map(name -> "\"" + name + "@" + domain + "\" = \"nobody\"")
                .collect(Collectors.joining(", "));
        return """
                table mailboxes { %s }
                listen on 127.0.0.1 port %d hostname opensmtpd.test
                action "keep" maildir "%s/mail" virtual <mailboxes>
                match from any for domain "%s" action "keep"
                """.formatted(mailboxes, port, folder, domain);
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
        return Files.readString(folder.resolve("console"), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Peers.delete(folder);
    }
}
