package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Bytes;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/** The programs people send and fetch their mail with drive us: each test sends with one and picks up with one. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {
    private static final String FROM = "ada@here.test";

    @TempDir
    Path folder;

    private MaillonProcess maillon;

    @BeforeAll
    void start() throws Exception {
        maillon = MaillonProcess.start(Setup.on("maillon.test"));
        maillon.host("here.test", "ada", "swaks", "msmtp", "curl", "python", "fetchmail", "mpop");
    }

    @AfterAll
    void stop() throws Exception {
        maillon.close();
    }

    @Test
    void swaksSends() throws Exception {
        Letter letter = Letters.eightBit("by-swaks");
        // swaks ends the last line itself
        Bytes unended = letter.lineFeeds().slice(0, letter.lineFeeds().length() - 1);
        String said = Command.of(
                        Peers.program("swaks", "swaks"),
                        "--server",
                        maillon.address(),
                        "--port",
                        maillon.smtpPort(),
                        "--from",
                        FROM,
                        "--to",
                        "swaks@here.test",
                        "--data",
                        "@" + file("swaks.eml", unended))
                .run()
                .orFail()
                .text();

        assertThat(said).contains("250 2.");
        assertThat(letter.isWhole(only("swaks@here.test"))).isTrue();
    }

    @Test
    void swaksHearsThatNobodyLivesHere() throws Exception {
        Command.Result result = Command.of(
                        Peers.program("swaks", "swaks"),
                        "--server",
                        maillon.address(),
                        "--port",
                        maillon.smtpPort(),
                        "--from",
                        FROM,
                        "--to",
                        "nobody@here.test")
                .run();

        assertThat(result.exit()).isNotZero();
        assertThat(result.text()).contains("550 5.1.1");
    }

    @Test
    void msmtpSends() throws Exception {
        Letter letter = Letters.eightBit("by-msmtp");
        Path config = secret("msmtprc", """
                account default
                host %s
                port %d
                from %s
                tls off
                auth off
                """.formatted(maillon.address(), maillon.smtpPort(), FROM));
        Command.of(Peers.program("msmtp", "msmtp"), "-C", config, "msmtp@here.test")
                .with(letter.lineFeeds())
                .run()
                .orFail();

        assertThat(letter.isWhole(only("msmtp@here.test"))).isTrue();
    }

    @Test
    void curlSendsAndFetches() throws Exception {
        Path curl = Peers.program("curl", "curl");
        Letter letter = Letters.dots("by-curl");
        Command.of(
                        curl,
                        "-sS",
                        "smtp://" + maillon.address() + ":" + maillon.smtpPort() + "/curl.test",
                        "--mail-from",
                        FROM,
                        "--mail-rcpt",
                        "curl@here.test",
                        "-T",
                        file("curl.eml", letter.octets()))
                .run()
                .orFail();
        awaitOne("curl@here.test");

        Path fetched = folder.resolve("fetched");
        Command.of(
                        curl,
                        "-sS",
                        "-u",
                        "curl@here.test:" + MaillonProcess.PASSWORD,
                        "-o",
                        fetched,
                        "pop3://" + maillon.address() + ":" + maillon.pop3Port() + "/1")
                .run()
                .orFail();
        assertThat(letter.isWhole(Files.readAllBytes(fetched))).isTrue();
    }

    @Test
    void pythonSendsWithSmtplibAndFetchesWithPoplib() throws Exception {
        Path script = Files.writeString(folder.resolve("client.py"), """
                import poplib, smtplib, sys, time
                address, smtp, pop3, password, letter = sys.argv[1:]
                octets = open(letter, 'rb').read()
                with smtplib.SMTP(address, int(smtp)) as server:
                    refused = server.sendmail('ada@here.test', ['python@here.test', 'nobody@here.test'], octets,
                                              ['BODY=8BITMIME'])
                    assert refused['nobody@here.test'][0] == 550, refused
                    assert server.noop()[0] == 250 and server.verify('python@here.test')[0] in (250, 252)
                for attempt in range(600):
                    box = poplib.POP3(address, int(pop3))
                    box.user('python@here.test')
                    box.pass_(password)
                    if box.stat()[0] == 1:
                        break
                    box.quit()
                    time.sleep(0.1)
                lines = box.retr(1)[1]
                assert (b'\\r\\n'.join(lines) + b'\\r\\n').endswith(octets)
                first = box.uidl()[1]
                assert len(box.top(1, 0)[1]) < len(lines)
                assert box.capa()
                box.quit()
                box = poplib.POP3(address, int(pop3))
                box.user('python@here.test')
                box.pass_(password)
                assert box.uidl()[1] == first
                box.dele(1)
                box.quit()
                box = poplib.POP3(address, int(pop3))
                box.user('python@here.test')
                box.pass_(password)
                assert box.stat() == (0, 0)
                box.quit()
                print('done')
                """);
        Letter letter = Letters.eightBit("by-python");
        String said = Command.of(
                        Peers.program("python3", "python3"),
                        script,
                        maillon.address(),
                        maillon.smtpPort(),
                        maillon.pop3Port(),
                        MaillonProcess.PASSWORD,
                        file("python.eml", letter.octets()))
                .run()
                .orFail()
                .text();
        assertThat(said).contains("done");
    }

    @Test
    void fetchmailFetchesAndTakesAway() throws Exception {
        Letter letter = Letters.ofSize("for-fetchmail", 20_000);
        send("fetchmail@here.test", letter);
        Path box = folder.resolve("fetchmail.box");
        Path config = secret(
                "fetchmailrc", """
                set no bouncemail
                poll %s protocol pop3 port %d
                    user "fetchmail@here.test" password "%s" sslproto "" fetchall
                    mda "cat >>%s"
                """.formatted(maillon.address(), maillon.pop3Port(), MaillonProcess.PASSWORD, box));
        Command.of(
                        Peers.program("fetchmail", "fetchmail"),
                        "--nodetach",
                        "-f",
                        config,
                        "-i",
                        folder.resolve("fetchids"),
                        "--pidfile",
                        folder.resolve("fetchmail.pid"))
                .run()
                .orFail();

        assertThat(Files.readString(box, StandardCharsets.ISO_8859_1))
                .contains("X-Test-Id: for-fetchmail")
                .endsWith(text(letter.body()));
        assertThat(maillon.stored("fetchmail@here.test")).isZero();
    }

    @Test
    void mpopFetchesAndTakesAway() throws Exception {
        Letter letter = Letters.eightBit("for-mpop");
        send("mpop@here.test", letter);
        Path maildir = folder.resolve("mpop");
        for (String name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(name));
        }
        Path config = secret("mpoprc", """
                account default
                host %s
                port %d
                user mpop@here.test
                password "%s"
                auth user
                tls off
                keep off
                received_header off
                uidls_file %s
                delivery maildir %s
                """.formatted(
                maillon.address(), maillon.pop3Port(), MaillonProcess.PASSWORD, folder.resolve("uidls"), maildir));
        Command.of(Peers.program("mpop", "mpop"), "-C", config, "-Q").run().orFail();

        try (Stream<Path> files = Files.list(maildir.resolve("new"))) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .endsWith(text(letter.body())));
        }
        assertThat(maillon.stored("mpop@here.test")).isZero();
    }

    private void send(String recipient, Letter letter) throws IOException {
        try (SmtpDialogue dialogue = maillon.smtp()) {
            dialogue.send(FROM, List.of(recipient), letter.octets());
        }
        awaitOne(recipient);
    }

    private void awaitOne(String user) {
        await().atMost(Duration.ofSeconds(30)).until(() -> maillon.stored(user) == 1);
    }

    private byte[] only(String user) throws IOException {
        awaitOne(user);
        return maillon.mailOf(user).getFirst();
    }

    /** As it lies in a Unix file. */
    private static String text(Bytes octets) {
        return new String(octets.shared(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    private Path file(String name, Bytes octets) throws IOException {
        return Files.write(folder.resolve(name), octets.shared());
    }

    /** These programs read their passwords only from a file that nobody else can read. */
    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
