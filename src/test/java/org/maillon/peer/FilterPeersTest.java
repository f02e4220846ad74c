package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.filter.Edit;
import org.maillon.filter.FilterAddress;
import org.maillon.filter.FilterChain;
import org.maillon.filter.FilterSetting;
import org.maillon.filter.Handover;
import org.maillon.filter.Handovers;
import org.maillon.kernel.Settings;
import org.maillon.kernel.SteadyClock;
import org.maillon.kernel.net.SocketDialer;

/** The filters that people run: OpenDKIM as a milter, rspamd by HTTP and as a milter, ClamAV's daemon. */
@Tag("peer")
class FilterPeersTest {
    private static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    private static final String HEAD = "From: ada@maillon.test\r\nTo: bob@other.test\r\nSubject: hi\r\n"
            + "Date: Mon, 23 Nov 2026 20:00:00 +0000\r\nMessage-ID: <1@maillon.test>\r\n\r\n";

    private final SocketDialer dialer = new SocketDialer();
    private Path folder = Path.of("");
    private Optional<Process> peer = Optional.empty();

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Peers.openFolder("maillon-filter");
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        dialer.close();
        if (peer.isPresent()) {
            peer.get().destroy();
            if (!peer.get().waitFor(10, TimeUnit.SECONDS)) {
                peer.get().destroyForcibly();
            }
        }
        Peers.delete(folder);
    }

    private void start(String address, String... words) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        peer = Optional.of(process);
        FilterAddress place = FilterAddress.parse(address);
        Awaitility.await(words[0]).atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(words[0] + " ended:\n" + Files.readString(folder.resolve("log")));
            }
            try (var _ = place.open(dialer, Duration.ofSeconds(1))) {
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }

    private FilterChain chain(String kind, String address, String... more) {
        Map<String, String> values = new HashMap<>(Map.of("kind", kind, "address", address));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return FilterChain.of(
                List.of(Settings.read(FilterSetting.class, values)), dialer, SteadyClock.from(InstantSource.system()));
    }

    private static FilterChain.Outcome judge(FilterChain chain, String message) {
        Handover handover = Handovers.from("ada@maillon.test", "bob@other.test");
        try (FilterChain.Passing passing =
                chain.open("default", FilterSetting.Role.MX, false).orElseThrow()) {
            assertThat(passing.sender(handover)).isEmpty();
            assertThat(passing.recipient(handover)).isEmpty();
            passing.begin(handover);
            byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < octets.length; at += 4000) {
                passing.write(octets, at, Math.min(4000, octets.length - at));
            }
            return passing.finish();
        }
    }

    private static List<String> added(FilterChain.Outcome outcome) {
        return outcome.edits().stream()
                .filter(Edit.AddField.class::isInstance)
                .map(edit -> ((Edit.AddField) edit).name())
                .toList();
    }

    @Test
    void openDkimSignsOverAConnectionThatIsUsedAgain() throws Exception {
        Path program = Peers.program("opendkim", "opendkim");
        Path key = folder.resolve("s1.private");
        assertThat(new ProcessBuilder("openssl", "genrsa", "-traditional", "-out", key.toString(), "2048")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("key.log").toFile())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(folder.resolve("hosts"), "192.0.2.7\n");
        Files.writeString(folder.resolve("opendkim.conf"), """
                Socket local:%1$s/socket
                Mode sv
                Domain maillon.test
                Selector s1
                KeyFile %1$s/s1.private
                InternalHosts %1$s/hosts
                RequireSafeKeys no
                """.formatted(folder));
        String address = "unix://" + folder.resolve("socket");
        start(
                address,
                program.toString(),
                "-f",
                "-x",
                folder.resolve("opendkim.conf").toString());
        try (FilterChain chain = chain("milter", address)) {
            for (int i = 0; i < 3; i++) {
                FilterChain.Outcome outcome = judge(chain, HEAD + "body " + i + "\r\n");
                assertThat(outcome.verdict().word())
                        .as(outcome.said().toString())
                        .isEqualTo("accept");
                assertThat(added(outcome)).contains("DKIM-Signature");
            }
            assertThat(chain.links().getFirst().status().troubles()).isZero();
        }
    }

    private void rspamd(int http, int milter) throws IOException {
        Path program = Peers.program("rspamd", "rspamd");
        Files.writeString(folder.resolve("rspamd.conf"), """
                options { pidfile = "%1$s/pid"; filters = "chartable,regexp"; tempdir = "%1$s";
                  dns { nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; }
                  url_tld = "/usr/share/rspamd/effective_tld_names.dat"; }
                logging { type = "console"; level = "warning"; }
                worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; }
                worker "rspamd_proxy" { bind_socket = "127.0.0.1:%3$d"; milter = yes; timeout = 30s; count = 1;
                  upstream "local" { default = yes; self_scan = yes; } }
                actions { reject = 15; add_header = 6; }
                """.formatted(folder, http, milter));
        start(
                "tcp://127.0.0.1:" + http,
                program.toString(),
                "-f",
                "-i",
                "-c",
                folder.resolve("rspamd.conf").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rspamd", "milter"})
    void rspamdRefusesItsTestMessageAndTakesOthers(String kind) throws IOException {
        int http = Peers.freePort();
        int milter = Peers.freePort();
        rspamd(http, milter);
        String address = "tcp://127.0.0.1:" + (kind.equals("rspamd") ? http : milter);
        try (FilterChain chain = chain(kind, address)) {
            for (int i = 0; i < 2; i++) {
                FilterChain.Outcome good = judge(chain, HEAD + "hello " + "x".repeat(100_000) + "\r\n");
                assertThat(good.verdict().word()).as(good.said().toString()).isEqualTo("accept");
                FilterChain.Outcome spam = judge(chain, HEAD + GTUBE + "\r\n");
                assertThat(spam.verdict().word()).as(spam.said().toString()).isEqualTo("reject");
            }
            assertThat(chain.links().getFirst().status().troubles()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void clamdFindsWhatItsSignaturesName(String way) throws IOException {
        Path program = Peers.program("clamd", "clamav-daemon");
        int port = Peers.freePort();
        Path database = Files.createDirectory(folder.resolve("db"));
        StringBuilder hex = new StringBuilder();
        EICAR.chars().forEach(c -> hex.append(String.format("%02x", c)));
        Files.writeString(database.resolve("own.ndb"), "Own.Test.Signature:0:*:" + hex + "\n");
        Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                LocalSocket %1$s/socket
                TCPAddr 127.0.0.1
                TCPSocket %2$d
                DatabaseDirectory %1$s/db
                StreamMaxLength 1M
                """.formatted(folder, port));
        String address = way.equals("unix") ? "unix://" + folder.resolve("socket") : "tcp://127.0.0.1:" + port;
        start(address, program.toString(), "-c", folder.resolve("clamd.conf").toString());
        try (FilterChain chain = chain("clamd", address)) {
            assertThat(judge(chain, HEAD + "hello\r\n").said()).containsExactly("clamd: clean");
            FilterChain.Outcome found = judge(chain, HEAD + EICAR + "\r\n");
            assertThat(found.verdict().word()).isEqualTo("reject");
            assertThat(found.by()).contains("Own.Test.Signature");
            FilterChain.Outcome large = judge(chain, HEAD + "x".repeat(3_000_000));
            assertThat(large.said().getFirst()).contains("larger than clamd takes");
        }
    }
}
