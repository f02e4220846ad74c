package org.maillon.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit would tell: secrets are logged in logs of its own, in every way there is, and it finds each. */
class AuditorTest {
    private static final String SECRET = "Fliederduft-um-sieben";

    @TempDir
    Path folder;

    private final LoggerContext logs = new LoggerContext();

    private List<String> audited(java.util.function.Consumer<Logger> logging) throws Exception {
        Path file = folder.resolve("recorded.log");
        Recording recording = Recording.of(logs, file);
        logging.accept(logs.getLogger("some.Room"));
        recording.flush();
        recording.stop();
        return RunLogs.audit(new Needles(Set.of(SECRET)), List.of(file));
    }

    @Test
    void aSecretInAnArgumentIsFoundAtALevelThatNobodyWrites() throws Exception {
        assertThat(audited(log -> log.trace("{} says {}", "ada", SECRET)))
                .singleElement()
                .asString()
                .contains(SECRET);
        assertThat(audited(log -> log.atDebug().addArgument(SECRET).log("ada says {}")))
                .hasSize(1);
    }

    @Test
    void soIsOneInTheWordsOfACause() throws Exception {
        Exception cause = new IOException("no password: " + SECRET);
        assertThat(audited(log -> log.debug("a fault", new IllegalStateException(cause))))
                .hasSize(1);
        assertThat(audited(log -> log.debug("a fault of {}", "ada", new IllegalStateException(cause))))
                .hasSize(1);
    }

    @Test
    void whatHasNoneIsWell() throws Exception {
        assertThat(audited(log -> log.error("wrong name or password from {}", "ada")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0a", "\0ada@example.org\0", "\0ad@example.org\0", "\0a@example.org\0"})
    void aResponseOfAuthPlainIsFoundWhereverThePasswordStandsInIt(String before) throws Exception {
        String response = Base64.getEncoder().encodeToString((before + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(audited(log -> log.debug("AUTH PLAIN {}", response))).isNotEmpty();
        String more =
                Base64.getUrlEncoder().encodeToString((before + SECRET + "\0more").getBytes(StandardCharsets.UTF_8));
        assertThat(audited(log -> log.debug("AUTH PLAIN {}", more))).isNotEmpty();
        assertThat(audited(log -> log.debug("{}", HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)))))
                .isNotEmpty();
    }

    @Test
    void aSecretAcrossTwoPiecesOfALargeLogIsFound() throws Exception {
        Needles needles = new Needles(Set.of(SECRET, "another one altogether"));
        for (int before : List.of(0, 65_530, 65_535, 65_536, 131_060, 200_000)) {
            byte[] text = ("x".repeat(before) + SECRET).getBytes(StandardCharsets.UTF_8);
            assertThat(needles.in(new ByteArrayInputStream(text)))
                    .as("behind %s", before)
                    .containsExactly(SECRET);
        }
    }

    /** The real one listens to the logs that the server writes, in this run and now. */
    @Test
    void theRunIsRecordedAtEveryLevel() throws Exception {
        LoggerFactory.getLogger("org.maillon.Anything").trace("the recorder hears {}", "a whisper-" + hashCode());
        RunLogs.recording().flush();
        List<Path> recorded = RunLogs.files(
                Path.of(
                        "target",
                        "secrets",
                        Long.toString(ProcessHandle.current().pid())),
                ".log");
        assertThat(RunLogs.audit(new Needles(Set.of("a whisper-" + hashCode())), recorded))
                .isNotEmpty();
    }

    @Test
    void whatTheCommandLinePrintsAndTestsTypeIsKnown() {
        KnownSecrets.printed("made one\npassword: mln-known-by-print-1\n");
        KnownSecrets.printed("{\"password\":\"known by print 2\"}");
        KnownSecrets.printed("otpauth://totp/x?secret=KNOWNBYPRINT234&issuer=x");
        KnownSecrets.printed("ada@maillon.test   password   hete-vedi-mika-rate\n");
        KnownSecrets.keys("-----BEGIN EC PRIVATE KEY-----\nknown+by+its+line\n-----END EC PRIVATE KEY-----\n");
        KnownSecrets.typed("PASS known by typing 3");
        KnownSecrets.typed("AUTH PLAIN "
                + Base64.getEncoder().encodeToString("\0ada\0known by typing 4".getBytes(StandardCharsets.UTF_8)));
        assertThat(KnownSecrets.all())
                .contains(
                        "mln-known-by-print-1",
                        "known by print 2",
                        "KNOWNBYPRINT234",
                        "hete-vedi-mika-rate",
                        "known+by+its+line",
                        "known by typing 3",
                        "known by typing 4");
    }

    @Test
    void theAuditIsTheLastClass() throws IOException {
        String settings = Files.readString(Path.of("src/test/resources/junit-platform.properties"));
        assertThat(settings).contains("junit.jupiter.testclass.order.default = " + AuditLast.class.getName());
    }
}
