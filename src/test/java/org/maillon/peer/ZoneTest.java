package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.maillon.app.zone.ZoneCheck;
import org.maillon.app.zone.ZoneRecord;
import org.maillon.dns.DnsResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.serve.tls.TlsClient;
import tools.jackson.databind.JsonNode;

/**
 * What {@code maillon domain dns} prints, loaded into Knot as it is: {@code --check} sees every line, and names exactly the one
 * that is spoiled.
 */
@Tag("peer")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZoneTest {
    private static final String ZONE = "example.test";
    private static final String REVERSE = "2.0.192.in-addr.arpa";
    private static final String AUTHORITY =
            "https://127.0.0.1:1/directory"; // which nobody is: what it said is remembered
    private static final String HOSTS = "mx A 192.0.2.25\nmx AAAA 2001:db8::25\nelsewhere A 192.0.2.99\n";

    private int dnsPort;
    private int tlsPort;
    private MaillonProcess maillon;

    @BeforeAll
    void startAServer() throws Exception {
        dnsPort = Peers.freePort();
        tlsPort = Peers.freePort();
        maillon = MaillonProcess.prepare(MaillonProcess.Setup.on("mx." + ZONE)
                .with(listener("smtp", tlsPort, "implicit", "submission"))
                .with(listener("pop3", Peers.freePort(), "implicit", "mx"))
                .with("[dns]\nservers = [\"127.0.0.1:%d\"]\ndnssec = \"off\"\nattempts = 1".formatted(dnsPort))
                .with("[reports]\ninbox = [\"reports@%s\"]".formatted(ZONE))
                .with("[acme]\ndirectory = \"%s\"\nnames = [\"mx.%s\"]\naddress = \"127.0.0.1\"\nport = %d"
                        .formatted(AUTHORITY, ZONE, Peers.freePort())));
        Path config = Path.of(maillon.config());
        Files.writeString(config, "public-addresses = [\"192.0.2.25\"]\n" + Files.readString(config));
        try {
            maillon.startAgain();
        } catch (AssertionError e) {
            throw new AssertionError("Maillon did not start:\n" + maillon.log(), e);
        }
        Files.createDirectories(maillon.data().resolve("tls"));
        Files.writeString(
                maillon.data().resolve("tls/authority.txt"),
                AUTHORITY + "\nhttps://127.0.0.1:1/account/7\nca.example\n");
        maillon.host(ZONE, "ada");
        maillon.verb("domain", "key", "add", ZONE);
        maillon.verb("domain", "key", "add", ZONE, "--algorithm", "ed25519");
        maillon.verb("certificate", "next-key", "mx." + ZONE);
    }

    private static String listener(String protocol, int port, String tls, String role) {
        return "[[listener]]\nprotocol = \"%s\"\naddress = \"127.0.0.1\"\nport = %d\ntls = \"%s\"\nrole = \"%s\""
                .formatted(protocol, port, tls, role);
    }

    @AfterAll
    void stop() throws IOException {
        maillon.close();
    }

    private List<String> printed() throws IOException, InterruptedException {
        return maillon.verb("domain", "dns", ZONE, "--ttl", "60").lines().toList();
    }

    /** All of it, comments too; what stands behind a semicolon for the reverse zone is loaded there. */
    private KnotServer serving(List<String> lines) throws IOException {
        String reverse = lines.stream()
                .filter(line -> line.startsWith(";") && line.contains(REVERSE))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        return KnotServer.serving(Map.of(ZONE, HOSTS + String.join("\n", lines), REVERSE, reverse), dnsPort);
    }

    private List<JsonNode> check() throws IOException, InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        maillon.answer("domain", "dns", ZONE, "--check").forEach(found::add);
        return found;
    }

    private static List<String> notOk(List<JsonNode> findings) {
        return findings.stream()
                .filter(one -> !one.required("seen").asString().equals("ok"))
                .map(one -> one.required("seen").asString() + " "
                        + one.required("name").asString() + " "
                        + one.required("type").asString())
                .toList();
    }

    private static boolean isRecord(String line) {
        return line.contains(" 60 IN ");
    }

    @Test
    void whatIsPrintedIsSeenLineByLine() throws Exception {
        List<String> lines = printed();
        for (String type : List.of("MX", "TXT", "TLSA", "CAA", "SRV", "CNAME", "PTR")) {
            assertThat(lines).anyMatch(line -> line.contains(" 60 IN " + type + " "));
        }
        assertThat(lines.stream().filter(line -> line.contains("._domainkey."))).hasSize(2);
        assertThat(lines.stream().filter(line -> line.contains(" TLSA "))).hasSize(2); // the key in use, and the next
        assertThat(lines)
                .contains("mx.example.test. 60 IN CAA 0 issue \"ca.example;"
                        + " accounturi=https://127.0.0.1:1/account/7; validationmethods=http-01\"")
                .contains("example.test. 60 IN TXT \"v=spf1 mx ip4:192.0.2.25 -all\"")
                .contains("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=quarantine; rua=mailto:reports@example.test\"");
        try (KnotServer _ = serving(lines)) {
            List<String> said =
                    maillon.verb("domain", "dns", ZONE, "--check").lines().toList();
            assertThat(said.stream().filter(line -> line.startsWith("ok ")))
                    .hasSize((int) lines.stream().filter(ZoneTest::isRecord).count());
            assertThat(said).allMatch(line -> line.startsWith("ok ") || line.startsWith("note "));
        }
    }

    /** By the check itself, in this process: each line with a server of its own. */
    @Test
    void exactlyTheSpoiledLineIsNamed() throws Exception {
        List<String> lines = printed();
        List<ZoneRecord> plan = new ArrayList<>();
        maillon.json("domain", "dns", ZONE)
                .forEach(one -> plan.add(new ZoneRecord(
                        one.required("name").asString(),
                        one.required("type").asString(),
                        one.required("data").asString(),
                        one.required("purpose").asString())));
        try (SocketDialer dialer = new SocketDialer()) {
            DnsSettings settings =
                    Settings.read(DnsSettings.class, Map.of("servers", "127.0.0.1:" + dnsPort, "dnssec", "off"));
            ZoneCheck check = new ZoneCheck(new DnsResolver(
                    new SocketDatagrams(), dialer, InstantSource.system(), new SecureRandom(), settings));
            for (int i = 0; i < lines.size(); i++) {
                if (isRecord(lines.get(i))) {
                    List<String> spoiled = new ArrayList<>(lines);
                    spoiled.set(i, spoiled(lines.get(i)));
                    assertThat(named(check, plan, spoiled))
                            .as(lines.get(i))
                            .containsExactly("Differs " + head(lines.get(i)));
                }
            }
        }
    }

    private List<String> named(ZoneCheck check, List<ZoneRecord> plan, List<String> served) throws IOException {
        try (KnotServer _ = serving(served)) {
            ZoneCheck.Report report = check.check(plan);
            assertThat(report.strays()).isEmpty();
            return report.findings().stream()
                    .filter(one -> !(one.seen() instanceof ZoneCheck.Seen.Same))
                    .map(one -> one.seen().getClass().getSimpleName() + " "
                            + one.wanted().name() + " " + one.wanted().type())
                    .toList();
        }
    }

    @Test
    void whatLacksIsTold() throws Exception {
        List<String> heads = printed().stream()
                .filter(ZoneTest::isRecord)
                .map(line -> "missing " + head(line))
                .toList();
        try (KnotServer _ = serving(List.of())) {
            assertThat(notOk(check())).containsExactlyElementsOf(heads);
        }
    }

    /** {@code mx.example.test MX}, with its semicolon and dot gone. */
    private static String head(String line) {
        String[] words = line.split(" ", 5);
        String name = words[0].startsWith(";") ? words[0].substring(1) : words[0];
        return name.substring(0, name.length() - 1) + " " + words[3];
    }

    private static String spoiled(String line) {
        String type = line.split(" ", 5)[3];
        return switch (type) {
            case "TXT", "CAA" -> line.substring(0, line.length() - 2) + "~\"";
            case "MX", "SRV" -> line.replace(" " + type + " ", " " + type + " 1");
            case "TLSA" -> line.substring(0, line.length() - 1) + (line.endsWith("0") ? "1" : "0");
            default -> line.substring(0, line.lastIndexOf(' ')) + " elsewhere." + ZONE + ".";
        };
    }

    /** RFC 6698 §2.1.3: SHA-256 of what a client is shown. */
    @Test
    void theKeyThatIsPrintedIsTheOneThatIsShown() throws Exception {
        try (TlsClient client = new TlsClient(tlsPort).secure("mx." + ZONE)) {
            byte[] key = client.shown().getPublicKey().getEncoded();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key));
            assertThat(printed()).contains("_25._tcp.mx.example.test. 60 IN TLSA 3 1 1 " + digest);
        }
    }

    @Test
    void portsAreThoseThatAreListenedOnAndWhatIsNotThereIsSaid() throws Exception {
        assertThat(printed())
                .contains("_submissions._tcp.example.test. 60 IN SRV 0 1 " + tlsPort + " mx.example.test.")
                .contains("_submission._tcp.example.test. 60 IN SRV 0 0 0 .")
                .contains("_imap._tcp.example.test. 60 IN SRV 0 0 0 .")
                .anyMatch(line -> line.startsWith("; other servers come to port 25"));
    }

    @Test
    void whatContradictsALineIsTold() throws Exception {
        List<String> lines = new ArrayList<>(printed());
        lines.addAll(List.of(
                "example.test. 60 IN TXT \"v=spf1 +all\"",
                "example.test. 60 IN TXT \"a text for something else\"",
                "_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none\"",
                "example.test. 60 IN MX 5 elsewhere.example.test.",
                "_25._tcp.mx.example.test. 60 IN TLSA 3 1 1 " + "00".repeat(32)));
        try (KnotServer _ = serving(lines)) {
            assertThat(notOk(check()))
                    .containsExactlyInAnyOrder(
                            "extra example.test TXT",
                            "extra _dmarc.example.test TXT",
                            "extra example.test MX",
                            "extra _25._tcp.mx.example.test TLSA");
        }
    }

    @Test
    void anAliasInTheKeysPlaceAndAZoneThatNobodyServesAreTold() throws Exception {
        List<String> lines = new ArrayList<>(printed());
        lines.removeIf(line -> line.contains(REVERSE));
        String key = lines.stream()
                .filter(line -> line.contains("._domainkey."))
                .findFirst()
                .orElseThrow();
        lines.set(lines.indexOf(key), key.split(" ", 2)[0] + " 60 IN CNAME elsewhere.example.test.");
        try (KnotServer _ = KnotServer.serving(Map.of(ZONE, HOSTS + String.join("\n", lines)), dnsPort)) {
            assertThat(notOk(check()))
                    .containsExactlyInAnyOrder("differs " + head(key), "unknown 25.2.0.192.in-addr.arpa PTR");
        }
    }
}
