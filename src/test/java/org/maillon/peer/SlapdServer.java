package org.maillon.peer;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.maillon.kernel.Bytes;
import org.maillon.secrets.KnownSecrets;
import org.maillon.serve.tls.Authority;

/** Debian's slapd with a folder, a configuration and ports of its own, on loopback, with the people of an LDIF. */
final class SlapdServer implements AutoCloseable {
    static final String BASE = "ou=people,dc=here,dc=test";
    private static final String ROOT = "cn=root,dc=here,dc=test";
    private static final String ROOT_PASSWORD = KnownSecrets.know("root of the tests");
    static final String US = "cn=maillon,dc=here,dc=test";
    static final String OUR_PASSWORD = KnownSecrets.know("rabbit-hole-42");

    private final Path program;
    private final Path folder;
    private final int port;
    private final int tlsPort;
    private Process process;

    private SlapdServer(Path program, Path folder, int port, int tlsPort) throws IOException {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = launch();
    }

    static SlapdServer with(String people) throws IOException, InterruptedException {
        Path slapd = Peers.program("slapd", "slapd");
        Path folder = Peers.openFolder("maillon-slapd");
        Authority authority = new Authority(Instant.now());
        Authority.write(folder.resolve("root.pem"), authority.rootPem());
        Authority.write(folder.resolve("server.pem"), authority.identity("RSA", "localhost", "127.0.0.1"));
        Files.createDirectory(folder.resolve("db"));
        Files.writeString(folder.resolve("our-password"), OUR_PASSWORD + "\n");
        Path config = Files.writeString(folder.resolve("slapd.conf"), config(folder));
        Path ldif = Files.writeString(folder.resolve("people.ldif"), HEAD + people.stripIndent());
        Command.of(Peers.program("slapadd", "slapd"), "-f", config, "-l", ldif)
                .run()
                .orFail();
        SlapdServer server = new SlapdServer(slapd, folder, Peers.freePort(), Peers.freePort());
        server.awaitStart();
        return server;
    }

    /** Strict: nobody sees anything unasked, and a log-in in the clear is refused but for whom the tests need it. */
    private static String config(Path folder) {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                include /etc/ldap/schema/misc.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/slapd.pid
                argsfile %1$s/slapd.args
                TLSCACertificateFile %1$s/root.pem
                TLSCertificateFile %1$s/server.pem
                TLSCertificateKeyFile %1$s/server.pem
                security simple_bind=128
                database mdb
                suffix "dc=here,dc=test"
                rootdn "%2$s"
                rootpw "%3$s"
                directory %1$s/db
                maxsize 16777216
                index mail,mailLocalAddress eq
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="%4$s" read by anonymous auth by * none
                """.formatted(folder, ROOT, ROOT_PASSWORD, US);
    }

    private static final String HEAD = """
            dn: dc=here,dc=test
            objectClass: domain
            dc: here

            dn: %s
            objectClass: organizationalUnit
            ou: people

            dn: %s
            objectClass: applicationProcess
            objectClass: simpleSecurityObject
            cn: maillon
            userPassword: %s

            """.formatted(BASE, US, OUR_PASSWORD);

    /** As an LDIF writes a person. */
    static String person(String uid, String password, String... more) {
        return "dn: uid=%1$s,%2$s\nobjectClass: inetOrgPerson\nobjectClass: inetLocalMailRecipient\nuid: %1$s\ncn: %1$s\nsn: %1$s\nuserPassword: %3$s\n%4$s\n\n"
                .formatted(uid, BASE, password, String.join("\n", more));
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        program.toString(),
                        "-f",
                        folder.resolve("slapd.conf").toString(),
                        "-h",
                        "ldap://127.0.0.1:%d ldaps://127.0.0.1:%d".formatted(port, tlsPort),
                        "-d",
                        "256")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitStart() {
        Awaitility.await("slapd")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("slapd ended:\n" + log());
                    }
                    new LDAPConnection("127.0.0.1", port).close();
                    return true;
                });
    }

    Path root() {
        return folder.resolve("root.pem");
    }

    Path ourPassword() {
        return folder.resolve("our-password");
    }

    String url() {
        return "ldap://127.0.0.1:" + port;
    }

    String tlsUrl() {
        return "ldaps://localhost:" + tlsPort;
    }

    /** Power off. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = launch();
        awaitStart();
    }

    void add(String ldif) throws IOException, InterruptedException {
        tool("ldapadd", ldif);
    }

    void modify(String ldif) throws IOException, InterruptedException {
        tool("ldapmodify", ldif);
    }

    void delete(String uid) throws IOException, InterruptedException {
        tool("ldapmodify", "dn: uid=" + uid + "," + BASE + "\nchangetype: delete\n");
    }

    private void tool(String name, String ldif) throws IOException, InterruptedException {
        Command.of(Peers.program(name, "ldap-utils"), "-x", "-ZZ", "-H", url(), "-D", ROOT, "-w", ROOT_PASSWORD)
                .with("LDAPTLS_CACERT", root().toString())
                .with(Bytes.utf8(ldif))
                .run()
                .orFail();
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
