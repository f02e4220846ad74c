package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.hosting.ldap.ScriptedServer.Part;
import org.maillon.kernel.Secret;
import org.maillon.secrets.KnownSecrets;
import org.maillon.serve.tls.Authority;

/** Servers that hang, babble, point elsewhere or are not who they say: nobody is refused for it, nobody waits for long. */
@Timeout(60)
class BadServersTest {
    private static final Found ADA = new Found.Person(address("ada@example.org"));

    /** Far over the two seconds of whole-timeout: whoever waits without end is told from a machine that is busy. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final Authority AUTHORITY = Authority.ofToday();

    @TempDir
    Path folder;

    private LdapHouse house;

    @BeforeEach
    void open() throws Exception {
        house = LdapHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private LdapDirectory impatient(String url, String... more) {
        String[] all = Stream.concat(
                        Stream.of(
                                "url",
                                url,
                                "connect-timeout",
                                "1s",
                                "answer-timeout",
                                "1s",
                                "whole-timeout",
                                "2s",
                                "connections",
                                "1"),
                        Arrays.stream(more))
                .toArray(String[]::new);
        return house.directory(all);
    }

    private static void entry(Socket to, int number, String uid) throws IOException {
        ScriptedServer.say(
                to,
                number,
                new SearchResultEntryProtocolOp(
                        "uid=" + uid + "," + LdapHouse.BASE, List.of(new Attribute("mail", uid + "@example.org"))));
    }

    private static void done(Socket to, int number, int code, String... referrals) throws IOException {
        ScriptedServer.say(to, number, new SearchResultDoneProtocolOp(code, "", "so it is", List.of(referrals)));
    }

    static Stream<Map.Entry<String, Part>> parts() {
        return Stream.of(silent(), babbling(), unclear(), ofOthers()).flatMap(some -> some.entrySet().stream());
    }

    private static Map<String, Part> silent() {
        Part hangs = ScriptedServer::silence;
        Part leaves = connection -> {};
        Part leavesWhenAsked = ScriptedServer::request;
        Part drips = connection -> {
            OutputStream out = connection.getOutputStream();
            out.write(new byte[] {0x30, (byte) 0x82, 0x10, 0});
            while (true) {
                out.write(2);
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        };
        Part half = connection -> {
            entry(connection, ScriptedServer.request(connection), "ada");
            ScriptedServer.silence(connection);
        };
        return Map.of(
                "hangs", hangs,
                "leaves at once", leaves,
                "leaves when it is asked", leavesWhenAsked,
                "drips", drips,
                "sends half an answer", half);
    }

    private static Map<String, Part> babbling() {
        Part babbles = connection -> connection
                .getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
        Part huge = connection -> {
            ScriptedServer.request(connection);
            connection.getOutputStream().write(new byte[] {0x30, (byte) 0x84, 0x7F, (byte) 0xFF, (byte) 0xFF, 0});
            ScriptedServer.silence(connection);
        };
        Part tooLarge = connection -> {
            int number = ScriptedServer.request(connection);
            ScriptedServer.say(
                    connection,
                    number,
                    new SearchResultEntryProtocolOp(
                            "uid=ada," + LdapHouse.BASE, List.of(new Attribute("mail", "x".repeat(70_000)))));
            ScriptedServer.silence(connection);
        };
        Part entriesWithoutEnd = connection -> {
            int number = ScriptedServer.request(connection);
            while (true) {
                entry(connection, number, "ada");
            }
        };
        Part referencesWithoutEnd = connection -> {
            int number = ScriptedServer.request(connection);
            while (true) {
                ScriptedServer.say(
                        connection, number, new SearchResultReferenceProtocolOp(List.of("ldap://127.0.0.1:1/")));
            }
        };
        return Map.of(
                "speaks HTTP", babbles,
                "announces 2 GB", huge,
                "sends more than answer", tooLarge,
                "sends entries without end", entriesWithoutEnd,
                "sends references without end", referencesWithoutEnd);
    }

    private static Map<String, Part> unclear() {
        Part referral = connection -> {
            done(connection, ScriptedServer.request(connection), 10, "ldap://127.0.0.1:1/dc=elsewhere");
            ScriptedServer.silence(connection);
        };
        Part sizeLimit = connection -> {
            int number = ScriptedServer.request(connection);
            entry(connection, number, "ada");
            done(connection, number, 4);
            ScriptedServer.silence(connection);
        };
        Part busy = connection -> done(connection, ScriptedServer.request(connection), 51);
        Part noRights = connection -> {
            done(connection, ScriptedServer.request(connection), 50);
            ScriptedServer.silence(connection);
        };
        Part noBase = connection -> {
            done(connection, ScriptedServer.request(connection), 32);
            ScriptedServer.silence(connection);
        };
        return Map.of(
                "refers us elsewhere", referral,
                "reaches its size limit", sizeLimit,
                "is busy", busy,
                "gives us no right", noRights,
                "has no base", noBase);
    }

    private static Map<String, Part> ofOthers() {
        Part anotherAnswer = connection -> {
            ScriptedServer.say(
                    connection,
                    ScriptedServer.request(connection),
                    new BindResponseProtocolOp(0, "", "", List.of(), new ASN1OctetString("")));
            ScriptedServer.silence(connection);
        };
        Part nameless = connection -> {
            int number = ScriptedServer.request(connection);
            ScriptedServer.say(
                    connection,
                    number,
                    new SearchResultEntryProtocolOp("", List.of(new Attribute("mail", "ada@example.org"))));
            done(connection, number, 0);
            ScriptedServer.silence(connection);
        };
        return Map.of("answers another question", anotherAnswer, "has an entry without a name", nameless);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void nobodyIsRefusedForAServerThat(Map.Entry<String, Part> bad) throws Exception {
        try (ScriptedServer server = new ScriptedServer(bad.getValue())) {
            LdapDirectory directory = impatient("ldap://127.0.0.1:" + server.port());
            long began = System.nanoTime();
            assertThat(directory.find(address("ada@example.org"))).isInstanceOf(Found.NotNow.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
            house.later(Duration.ofMinutes(1));
            assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                    .isInstanceOf(Found.NotNow.class);

            house.later(Duration.ofMinutes(1));
            server.plays(ScriptedServer.relay(house.server.getListenPort()));
            assertThat(directory.find(address("ada@example.org")))
                    .as("the one connection is free again")
                    .isEqualTo(ADA);
            assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                    .isEqualTo(ADA);
        }
    }

    @Test
    void oneThatIsDownIsLeftAloneForAWhile() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {})) {
            LdapDirectory directory = impatient("ldap://127.0.0.1:" + server.port());
            directory.find(address("ada@example.org"));
            int calls = server.calls.get();
            for (int i = 0; i < 100; i++) {
                assertThat(directory.find(address("n" + i + "@example.org"))).isInstanceOf(Found.NotNow.class);
                assertThat(directory.logIn(address("n" + i + "@example.org"), Secret.utf8("pw")))
                        .isInstanceOf(Found.NotNow.class);
            }
            assertThat(server.calls).hasValue(calls);
            house.later(Duration.ofSeconds(5));
            directory.find(address("ada@example.org"));
            assertThat(server.calls).hasValueGreaterThan(calls);
        }
    }

    /** What it was asked may stand in the library's words. */
    @Test
    void oneThatLeavesDuringALogInTellsTheLogNoPassword() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::request)) {
            LdapDirectory directory =
                    impatient("ldap://127.0.0.1:" + server.port(), "log-in-dn", "uid=%u," + LdapHouse.BASE);
            assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(KnownSecrets.know("s3cr3t-of-ada"))))
                    .isInstanceOfSatisfying(
                            Found.NotNow.class,
                            silent -> assertThat(silent.why()).doesNotContain("s3cr3t"));
        }
    }

    @Test
    void aReferenceBesideAnEntryIsPassedOver() throws Exception {
        Part part = connection -> {
            int number = ScriptedServer.request(connection);
            ScriptedServer.say(connection, number, new SearchResultReferenceProtocolOp(List.of("ldap://127.0.0.1:1/")));
            entry(connection, number, "ada");
            done(connection, number, 0);
            ScriptedServer.silence(connection);
        };
        try (ScriptedServer server = new ScriptedServer(part)) {
            assertThat(impatient("ldap://127.0.0.1:" + server.port()).find(address("ada@example.org")))
                    .isEqualTo(ADA);
        }
    }

    // TLS.

    private String root() throws IOException {
        return Files.writeString(folder.resolve("root.pem"), AUTHORITY.rootPem())
                .toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerWithTheRightCertificateIsAsked(boolean implicit) throws Exception {
        var identity = AUTHORITY.identity("EC", "localhost", "127.0.0.1");
        try (LdapHouse other = implicit ? LdapHouse.withTls(identity) : LdapHouse.withStartTls(identity)) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                String url = (implicit ? "ldaps://" : "ldap://") + host + ":" + other.server.getListenPort();
                LdapDirectory directory = other.directory("url", url, "start-tls", "always", "ca", root());
                assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
                assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                        .isEqualTo(ADA);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneForAnotherHostHearsNoPassword(boolean implicit) throws Exception {
        var identity = AUTHORITY.identity("EC", "other.example");
        try (LdapHouse other = implicit ? LdapHouse.withTls(identity) : LdapHouse.withStartTls(identity)) {
            refusedBeforeAWord(other, implicit, root());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfAnAuthorityThatIsNotOursHearsNoPassword(boolean implicit) throws Exception {
        var identity = Authority.ofToday().identity("EC", "127.0.0.1");
        try (LdapHouse other = implicit ? LdapHouse.withTls(identity) : LdapHouse.withStartTls(identity)) {
            refusedBeforeAWord(other, implicit, root());
        }
    }

    private static void refusedBeforeAWord(LdapHouse other, boolean implicit, String ca) {
        String url = (implicit ? "ldaps" : "ldap") + "://127.0.0.1:" + other.server.getListenPort();
        LdapDirectory directory =
                other.directory("url", url, "start-tls", "always", "ca", ca, "log-in-dn", "uid=%u," + LdapHouse.BASE);
        assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                .isInstanceOf(Found.NotNow.class);
        assertThat(other.binds).isEmpty();
        other.later(Duration.ofMinutes(1));
        assertThat(directory.find(address("ada@example.org"))).isInstanceOf(Found.NotNow.class);
        assertThat(other.searches).hasValue(0);
    }

    @Test
    void oneThatRefusesStartTlsHearsNoPassword() throws Exception {
        LdapDirectory directory = house.directory("start-tls", "always", "log-in-dn", "uid=%u," + LdapHouse.BASE);
        assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                .isInstanceOf(Found.NotNow.class);
        assertThat(house.binds).isEmpty();
    }

    @Test
    void oneThatHangsInItsHandshakeIsHungUpOn() throws Exception {
        Part startTlsAndThenSilence = connection -> {
            ScriptedServer.say(
                    connection,
                    ScriptedServer.request(connection),
                    new ExtendedResponseProtocolOp(0, "", "", List.of(), "1.3.6.1.4.1.1466.20037", null));
            ScriptedServer.silence(connection);
        };
        Map<String, Part> hanging = Map.of("ldaps", ScriptedServer::silence, "ldap", startTlsAndThenSilence);
        for (String scheme : hanging.keySet()) {
            try (ScriptedServer server = new ScriptedServer(hanging.get(scheme))) {
                LdapDirectory directory =
                        impatient(scheme + "://127.0.0.1:" + server.port(), "start-tls", "always", "ca", root());
                long began = System.nanoTime();
                for (int i = 0; i < 3; i++) {
                    house.later(Duration.ofMinutes(1));
                    assertThat(directory.find(address("ada@example.org")))
                            .isInstanceOfSatisfying(
                                    Found.NotNow.class,
                                    silent -> assertThat(silent.why()).doesNotContain("connections are in use"));
                }
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND.multipliedBy(3));
                assertThat(server.calls).hasValueGreaterThanOrEqualTo(3);
            }
        }
    }

    /** CVE-2011-0411's kin: what came in the clear is not read as if it had come under TLS. */
    @Test
    void whatIsSaidBeforeTlsIsForgottenUnderIt() throws Exception {
        Part part = connection -> {
            int number = ScriptedServer.request(connection);
            ScriptedServer.say(
                    connection,
                    number,
                    new ExtendedResponseProtocolOp(0, "", "", List.of(), "1.3.6.1.4.1.1466.20037", null));
            entry(connection, number + 1, "ada");
            done(connection, number + 1, 0);
            ScriptedServer.silence(connection);
        };
        try (ScriptedServer server = new ScriptedServer(part)) {
            LdapDirectory directory =
                    impatient("ldap://127.0.0.1:" + server.port(), "start-tls", "always", "ca", root());
            assertThat(directory.find(address("ada@example.org"))).isInstanceOf(Found.NotNow.class);
        }
    }
}
