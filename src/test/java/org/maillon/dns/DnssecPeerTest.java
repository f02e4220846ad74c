package org.maillon.dns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.dns.Assured.Status;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;

/** Signatures that Knot makes, checked by us: a zone that is signed, one that is not. Needs knotd and keymgr. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnssecPeerTest {
    private static final String WRONG =
            "signed.test. IN DS 1 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";

    private final SocketDialer dialer = new SocketDialer();
    private Process knot;
    private int port;
    private String anchor;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String head = "$TTL 600\n@ SOA ns hostmaster 1 3600 600 86400 120\n@ NS ns\nns A 127.0.0.1\n";
        Files.writeString(folder.resolve("signed.test.zone"), "$ORIGIN signed.test.\n" + head + """
                @ MX 10 mx
                mx A 192.0.2.1
                alias CNAME mx
                _25._tcp.mx TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
                outside CNAME mx.plain.test.
                """);
        Files.writeString(
                folder.resolve("plain.test.zone"), "$ORIGIN plain.test.\n" + head + "@ MX 10 mx\nmx A 192.0.2.2\n");
        Path config = folder.resolve("knot.conf");
        Files.writeString(config, """
                server:
                    listen: 127.0.0.1@%1$d
                    rundir: "%2$s"
                database:
                    storage: "%2$s"
                template:
                  - id: default
                    storage: "%2$s"
                    file: "%%s.zone"
                    zonefile-sync: -1
                    zonefile-load: difference-no-serial
                    journal-content: all
                zone:
                  - domain: signed.test
                    dnssec-signing: on
                  - domain: plain.test
                """.formatted(port, folder));
        knot = new ProcessBuilder("/usr/sbin/knotd", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        resolver(InstantSource.system(), "dnssec", "off").mx("signed.test") instanceof Lookup.Found);
        Process keys = new ProcessBuilder("/usr/sbin/keymgr", "-c", config.toString(), "signed.test", "ds")
                .redirectErrorStream(true)
                .start();
        String said = new String(keys.getInputStream().readAllBytes(), UTF_8);
        assertThat(keys.waitFor()).as(said).isZero();
        anchor = said.lines()
                .filter(line -> line.contains(" 13 2 "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said))
                .replace(" DS ", " IN DS ");
    }

    @AfterAll
    void stop() throws InterruptedException {
        dialer.close();
        knot.destroy();
        assertThat(knot.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private DnsResolver resolver(InstantSource timeOfDay, String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("servers", "127.0.0.1:" + port, "timeout", "2s"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new DnsResolver(
                        new SocketDatagrams(),
                        dialer,
                        InstantSource.system(),
                        new Random(1),
                        Settings.read(DnsSettings.class, Map.copyOf(values)))
                .withTimeOfDay(timeOfDay);
    }

    private DnsResolver validating(String trustAnchor) {
        return resolver(InstantSource.system(), "dnssec", "validate", "trust-anchors", trustAnchor);
    }

    @Test
    void whatIsSignedIsSecure() {
        DnsResolver resolver = validating(anchor);
        assertThat(resolver.assuredMx("signed.test")).satisfies(mx -> {
            assertThat(mx.status()).as(mx.toString()).isEqualTo(Status.SECURE);
            assertThat(mx.lookup()).isInstanceOf(Lookup.Found.class);
        });
        assertThat(resolver.tlsa("_25._tcp.mx.signed.test")).satisfies(tlsa -> {
            assertThat(tlsa.status()).as(tlsa.toString()).isEqualTo(Status.SECURE);
            assertThat(tlsa.lookup()).isInstanceOf(Lookup.Found.class);
        });
    }

    @Test
    void soIsTheProofThatThereIsNothing() {
        DnsResolver resolver = validating(anchor);
        assertThat(resolver.tlsa("_26._tcp.mx.signed.test")).satisfies(none -> {
            assertThat(none.lookup()).as(none.toString()).isInstanceOf(Lookup.NoSuchName.class);
            assertThat(none.status()).isEqualTo(Status.SECURE);
        });
        assertThat(resolver.assuredMx("mx.signed.test")).satisfies(none -> {
            assertThat(none.lookup()).as(none.toString()).isInstanceOf(Lookup.NoData.class);
            assertThat(none.status()).isEqualTo(Status.SECURE);
        });
    }

    @Test
    void addressesAreAsSecureAsBothKindsOfThem() {
        assertThat(validating(anchor).assuredAddresses("alias.signed.test")).satisfies(found -> {
            assertThat(found.status()).as(found.toString()).isEqualTo(Status.SECURE);
            assertThat(found.owner()).isEqualTo("mx.signed.test");
        });
    }

    @Test
    void nobodyVouchesForAnUnsignedZone() {
        assertThat(validating(anchor).assuredMx("plain.test")).satisfies(mx -> {
            assertThat(mx.lookup()).as(mx.toString()).isInstanceOf(Lookup.Found.class);
            assertThat(mx.status()).isEqualTo(Status.INSECURE);
        });
        assertThat(validating(anchor).assuredAddresses("outside.signed.test").status())
                .isNotEqualTo(Status.SECURE);
    }

    @Test
    void signaturesThatHaveExpiredAreForgeries() {
        InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofDays(90));
        DnsResolver resolver = resolver(later, "dnssec", "validate", "trust-anchors", anchor);
        assertThat(resolver.assuredMx("signed.test")).satisfies(mx -> {
            assertThat(mx.status()).as(mx.toString()).isEqualTo(Status.BOGUS);
            assertThat(mx.lookup()).isInstanceOf(Lookup.Failed.class);
        });
    }

    @Test
    void signaturesByAnotherKeyAreForgeries() {
        assertThat(validating(WRONG).tlsa("_25._tcp.mx.signed.test").status()).isEqualTo(Status.BOGUS);
        assertThat(validating(WRONG).mx("signed.test")).isInstanceOf(Lookup.Failed.class);
    }

    /** Knot answers for its own zones, and checks nothing: it says no AD. */
    @Test
    void withoutTheAdBitNothingIsBelieved() {
        assertThat(resolver(InstantSource.system()).assuredMx("signed.test").status())
                .isEqualTo(Status.INSECURE);
    }

    @Test
    void checkingCostsLittleOnceTheKeysAreKnown() {
        DnsResolver off = resolver(InstantSource.system(), "dnssec", "off");
        DnsResolver checks = validating(anchor);
        long[] nanos = new long[2];
        for (int round = 0; round < 200; round++) {
            long start = System.nanoTime();
            off.mx("signed.test");
            long middle = System.nanoTime();
            checks.mx("signed.test");
            nanos[0] += middle - start;
            nanos[1] += System.nanoTime() - middle;
        }
        System.out.printf("a look-up: %d us, checked: %d us%n", nanos[0] / 200_000, nanos[1] / 200_000);
        assertThat(checks.assuredMx("signed.test").status()).isEqualTo(Status.SECURE);
    }
}
