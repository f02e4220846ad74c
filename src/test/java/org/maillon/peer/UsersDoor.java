package org.maillon.peer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.maillon.peer.MaillonProcess.Setup;
import org.maillon.secrets.KnownSecrets;
import org.maillon.serve.tls.Authority;

/**
 * The real program with all doors that users come by (submission and POP3, each by STARTTLS and under TLS from the first octet,
 * and one behind a load balancer, so that a client may come from afar), a certificate of an authority of the test, and a log of
 * all levels.
 */
final class UsersDoor implements AutoCloseable {
    static final String HOST = "mail.here.test";

    /** An address that is not loopback's, as a load balancer tells it. */
    static final String AFAR = "203.0.113.7";

    final Path folder;
    final MaillonProcess maillon;
    final int submission = Peers.freePort();
    final int submissions = Peers.freePort();
    final int pop3s = Peers.freePort();
    final int afar = Peers.freePort();

    private UsersDoor(Path folder, List<String> tables) throws IOException {
        Authority authority = new Authority(Instant.now());
        this.folder = folder;
        Authority.write(root(), authority.rootPem());
        Authority.write(folder.resolve("mail.pem"), authority.identity("RSA", HOST, "127.0.0.1"));
        Setup setup = Setup.on(HOST)
                .with("[log]\nlevel = \"trace\"")
                .with("[guard]\ndelay-first = \"1ms\"\ndelay-most = \"1ms\"")
                .with("[[certificate]]\nchain = \"" + folder.resolve("mail.pem") + "\"")
                .with(listener("smtp", submission, "role = \"submission\""))
                .with(listener("smtp", submissions, "role = \"submission\"\ntls = \"implicit\""))
                .with(listener("smtp", afar, "role = \"submission\"\nproxy-protocol = true"))
                .with(listener("pop3", pop3s, "tls = \"implicit\""));
        for (String table : tables) {
            setup = setup.with(table);
        }
        this.maillon = MaillonProcess.start(setup);
    }

    static UsersDoor open(String... tables) throws IOException {
        return new UsersDoor(Peers.openFolder("maillon-users"), List.of(tables));
    }

    private static String listener(String protocol, int port, String more) {
        return "[[listener]]\nprotocol = \"%s\"\naddress = \"127.0.0.1\"\nport = %d\n%s"
                .formatted(protocol, port, more);
    }

    /** The authority's certificate, for peers to believe. */
    Path root() {
        return folder.resolve("root.pem");
    }

    /** @param tls {@code starttls} or {@code implicit} */
    int port(String protocol, String tls) {
        boolean implicit = tls.equals("implicit");
        return protocol.equals("smtp") ? implicit ? submissions : submission : implicit ? pop3s : maillon.pop3Port();
    }

    /** Programs read their passwords only from a file that nobody else can read. */
    Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** @param from an address that has logged in, or not */
    Command swaks(int port, String from, String to, Object... more) {
        List<Object> words = new ArrayList<>(List.of("--server", "127.0.0.1", "--port", port, "--ehlo", "swaks.test"));
        words.addAll(List.of("--from", from, "--to", to));
        words.addAll(List.of(more));
        return Command.of(Peers.program("swaks", "swaks"), words.toArray());
    }

    /** What swaks needs for TLS that it believes. */
    Object[] swaksTls(String tls, Object... more) {
        List<Object> words = new ArrayList<>(List.of(tls.equals("implicit") ? "--tls-on-connect" : "--tls"));
        words.addAll(List.of("--tls-verify", "--tls-ca-path", root(), "--tls-sni", HOST));
        words.addAll(List.of(more));
        return words.toArray();
    }

    static Object[] auth(String mechanism, String user, String password) {
        return new Object[] {"--auth", mechanism, "--auth-user", user, "--auth-password", password};
    }

    static Object[] both(Object[] first, Object... second) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray();
    }

    /** A script of the tests' resources, by the system's Python. */
    static Command python(String script, Object... words) {
        List<Object> all = new ArrayList<>();
        all.add(Path.of("src/test/resources/peer", script).toAbsolutePath());
        all.addAll(List.of(words));
        return Command.of(Peers.program("python3", "python3"), all.toArray()).within(Duration.ofMinutes(1));
    }

    /** The only message of a mailbox, as text. */
    String only(String user) throws IOException {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> maillon.stored(user) == 1);
        return new String(maillon.mailOf(user).getFirst(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        maillon.close();
        Peers.delete(folder);
    }

    /** An issuer of tokens on loopback: {@code issuer.py}. */
    static final class Issuer implements AutoCloseable {
        private final Path folder = Peers.openFolder("maillon-issuer");
        private final Process process;

        Issuer() throws IOException {
            Path script = Path.of("src/test/resources/peer/issuer.py").toAbsolutePath();
            process = new ProcessBuilder(
                            Peers.program("python3", "python3").toString(), script.toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the issuer ended:\n" + Files.readString(folder.resolve("log")));
                }
                return Files.exists(folder.resolve("port"));
            });
        }

        String name() throws IOException {
            return "http://127.0.0.1:" + Files.readString(folder.resolve("port"));
        }

        /** @param claims {@code name=value}, and {@code alg=…} */
        String token(String... claims) throws IOException, InterruptedException {
            List<String> query = new ArrayList<>();
            for (String claim : claims) {
                int equals = claim.indexOf('=');
                query.add(claim.substring(0, equals) + "="
                        + URLEncoder.encode(claim.substring(equals + 1), StandardCharsets.UTF_8));
            }
            URI where = URI.create(name() + "/token?" + String.join("&", query));
            try (HttpClient client = HttpClient.newHttpClient()) {
                String token = client.send(HttpRequest.newBuilder(where).build(), BodyHandlers.ofString())
                        .body();
                KnownSecrets.know(token);
                return token;
            }
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Peers.delete(folder);
        }
    }
}
