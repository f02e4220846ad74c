package org.maillon.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's Postfix with a configuration, queue, mailboxes and port of its own; the machine's own instance is never touched. */
final class PostfixServer implements KnowingServer {
    private static final List<String> QUEUES = List.of("maildrop", "incoming", "active", "deferred", "hold");

    private static final String SERVICES = """
            pickup    unix  n - n 60    1 pickup
            cleanup   unix  n - n -     0 cleanup
            qmgr      unix  n - n 300   1 qmgr
            rewrite   unix  - - n -     - trivial-rewrite
            bounce    unix  - - n -     0 bounce
            defer     unix  - - n -     0 bounce
            trace     unix  - - n -     0 bounce
            verify    unix  - - n -     1 verify
            flush     unix  n - n 1000? 0 flush
            proxymap  unix  - - n -     - proxymap
            smtp      unix  - - n -     - smtp
            relay     unix  - - n -     - smtp
            showq     unix  n - n -     - showq
            error     unix  - - n -     - error
            retry     unix  - - n -     - error
            discard   unix  - - n -     - discard
            local     unix  - n n -     - local
            virtual   unix  - n n -     - virtual
            lmtp      unix  - - n -     - lmtp
            anvil     unix  - - n -     1 anvil
            scache    unix  - - n -     1 scache
            postlog   unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final Path program;
    private final Process process;
    private final int port;

    private PostfixServer(Path folder, Path program, Process process, int port) {
        this.folder = folder;
        this.program = program;
        this.process = process;
        this.port = port;
    }

    /** Hands everything on to the server at that port. */
    static PostfixServer relayingTo(int port) throws IOException {
        return start(Map.of("default_transport", "smtp:[127.0.0.1]:" + port));
    }

    /** Keeps all mail of the domain in one Maildir, and says 550 to the local part {@code nobody}. */
    static PostfixServer hosting(String domain) throws IOException {
        return start(Map.of(
                "virtual_mailbox_domains",
                domain,
                "virtual_mailbox_maps",
                "static:all/",
                "smtpd_recipient_restrictions",
                "check_recipient_access inline:{{nobody@" + domain
                        + " = 550 5.1.1 No such user here}}, permit_mynetworks, reject"));
    }

    /** Keeps mail for those names of the domain in one Maildir. */
    static PostfixServer knowing(String domain, List<String> names) throws IOException {
        String mailboxes =
                names.stream().map(name -> name + "@" + domain + " = all/").collect(Collectors.joining(", "));
        return start(Map.of(
                "virtual_mailbox_domains",
                domain,
                "virtual_mailbox_maps",
                "inline:{{" + mailboxes.replace(", ", "}, {") + "}}"));
    }

    static PostfixServer start(Map<String, String> settings) throws IOException {
        Path program = Peers.program("postfix", "postfix");
        Peers.needsRoot("Postfix");
        Path folder = Peers.openFolder("maillon-postfix");
        int port = Peers.freePort();
        Path config = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(folder.resolve("spool"));
        Peers.own(Files.createDirectories(folder.resolve("data")), "postfix");
        Peers.own(Files.createDirectories(folder.resolve("mail")), "nobody");
        Files.writeString(config.resolve("main.cf"), mainFile(folder, settings));
        Files.writeString(config.resolve("master.cf"), "127.0.0.1:" + port + " inet n - n - - smtpd\n" + SERVICES);
        Process process = new ProcessBuilder(program.toString(), "-c", config.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        PostfixServer server = new PostfixServer(folder, program, process, port);
        try {
            SmtpDialogue.awaitGreeting("127.0.0.1", port, Duration.ofMinutes(1), process);
        } catch (AssertionError | RuntimeException e) {
            String log = server.log();
            server.close();
            throw new AssertionError("Postfix did not start:\n" + log, e);
        }
        return server;
    }

    private static String mainFile(Path folder, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.ofEntries(
                Map.entry("compatibility_level", "3.6"),
                Map.entry("queue_directory", folder.resolve("spool").toString()),
                Map.entry("data_directory", folder.resolve("data").toString()),
                Map.entry("maillog_file", folder.resolve("log").toString()),
                Map.entry("maillog_file_prefixes", folder.toString()),
                Map.entry("myhostname", "postfix.test"),
                Map.entry("mydestination", ""),
                Map.entry("mynetworks", "127.0.0.0/8"),
                Map.entry("inet_interfaces", "127.0.0.1"),
                Map.entry("inet_protocols", "ipv4"),
                Map.entry("alias_maps", ""),
                Map.entry("smtpd_peername_lookup", "no"),
                Map.entry("smtpd_recipient_limit", "2000"),
                Map.entry("smtp_destination_recipient_limit", "2000"),
                Map.entry("message_size_limit", "104857600"),
                Map.entry("mailbox_size_limit", "0"),
                Map.entry("virtual_mailbox_limit", "0"),
                Map.entry("virtual_mailbox_base", folder.resolve("mail").toString()),
                Map.entry("virtual_uid_maps", "static:65534"),
                Map.entry("virtual_gid_maps", "static:65534")));
        all.putAll(settings);
        StringBuilder text = new StringBuilder();
        all.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long stored() throws IOException {
        return delivered().size();
    }

    /** The messages of its Maildir, each as octets. */
    List<Path> delivered() throws IOException {
        Path fresh = folder.resolve("mail/all/new");
        if (!Files.isDirectory(fresh)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(fresh)) {
            return files.sorted().toList();
        }
    }

    /** How many messages wait in its queue, in whatever state. */
    long waiting() throws IOException {
        long count = 0;
        for (String queue : QUEUES) {
            try (Stream<Path> files = Files.walk(folder.resolve("spool").resolve(queue))) {
                count += files.filter(Files::isRegularFile).count();
            }
        }
        return count;
    }

    @Override
    public String log() throws IOException {
        String text = "";
        for (String name : List.of("console", "log")) {
            Path file = folder.resolve(name);
            text += Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        try {
            Command.of(program, "-c", folder.resolve("etc"), "stop").run();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Peers.delete(folder);
    }
}
