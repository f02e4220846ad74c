package org.maillon.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfResult;
import org.maillon.trust.spf.SpfSettings;
import org.maillon.trust.spf.SpfVerdict;

/** The resolver against Knot DNS, which holds a zone on loopback. Needs knotd (Debian: {@code apt install knot}). */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnotPeerTest {
    private static final String KNOTD = "/usr/sbin/knotd";

    private final SocketDialer dialer = new SocketDialer();
    private Process knot;
    private DnsResolver resolver;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("zone"), zone());
        Files.writeString(folder.resolve("knot.conf"), """
                server:
                    listen: 127.0.0.1@%d
                    rundir: "%s"
                database:
                    storage: "%s"
                zone:
                  - domain: maillon.test
                    storage: "%s"
                    file: zone
                """.formatted(port, folder, folder, folder));
        knot = new ProcessBuilder(KNOTD, "-c", folder.resolve("knot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        resolver = new DnsResolver(
                new SocketDatagrams(),
                dialer,
                InstantSource.system(),
                new Random(1),
                Settings.read(DnsSettings.class, Map.of("servers", "127.0.0.1:" + port, "timeout", "1s")));
        await().atMost(Duration.ofSeconds(30)).until(() -> resolver.mx("maillon.test") instanceof Lookup.Found);
    }

    private static String zone() {
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "many MX " + i + " a-mail-server-with-a-long-name-" + i + ".maillon.test.\n")
                .collect(Collectors.joining());
        return """
                $ORIGIN maillon.test.
                $TTL 600
                @ SOA ns hostmaster 1 3600 600 86400 120
                @ NS ns
                ns A 127.0.0.1
                @ MX 20 mx2
                @ MX 10 mx1
                mx1 A 192.0.2.1
                mx1 AAAA 2001:db8::1
                mx2 A 192.0.2.2
                null MX 0 .
                alias CNAME @
                bare TXT "nothing else"
                spf TXT "v=spf1 include:_" "spf.maillon.test mx:maillon.test -all exp=why.maillon.test"
                _spf TXT "v=spf1 a:mx2.maillon.test ?all"
                why TXT "%%{i} may not send for %%{o}"
                loop TXT "v=spf1 include:loop.maillon.test -all"
                long TXT "v=spf1" %s
                """.formatted(" \" x=y\"".repeat(5000)) + many;
    }

    @AfterAll
    void stop() throws InterruptedException {
        dialer.close();
        knot.destroy();
        assertThat(knot.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static List<?> records(Lookup<?> lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found<?>) lookup).records();
    }

    @Test
    void readsMailServersAndTheirAddresses() {
        assertThat(records(resolver.mx("maillon.test")))
                .isEqualTo(List.of(new MxRecord(10, "mx1.maillon.test"), new MxRecord(20, "mx2.maillon.test")));
        assertThat(records(resolver.addresses("mx1.maillon.test")))
                .isEqualTo(List.of(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")));
        assertThat(records(resolver.mx("alias.maillon.test"))).hasSize(2);
        assertThat(records(resolver.mx("null.maillon.test"))).isEqualTo(List.of(new MxRecord(0, "")));
        assertThat(records(resolver.txt("bare.maillon.test"))).isEqualTo(List.of("nothing else"));
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(resolver.mx("bare.maillon.test")).isEqualTo(new Lookup.NoData<>(Duration.ofMinutes(2)));
        assertThat(resolver.mx("no.maillon.test")).isEqualTo(new Lookup.NoSuchName<>(Duration.ofMinutes(2)));
        assertThat(resolver.mx("elsewhere.test")).isInstanceOf(Lookup.Failed.class);
    }

    private SpfVerdict spf(String address, String domain) {
        SpfQuery query = new SpfQuery(
                InetAddress.ofLiteral(address), "mail.example", "ada@" + domain + ".maillon.test", "mx.example");
        return new SpfEvaluator(resolver, InstantSource.system(), Settings.defaults(SpfSettings.class)).check(query);
    }

    @Test
    void spfIsAskedOfRealZones() {
        assertThat(spf("192.0.2.2", "spf").mechanism()).isEqualTo("include:_spf.maillon.test");
        assertThat(spf("2001:db8::1", "spf").mechanism()).isEqualTo("mx:maillon.test");
        SpfVerdict fail = spf("192.0.2.9", "spf");
        assertThat(fail.result()).isEqualTo(SpfResult.FAIL);
        assertThat(fail.explanation()).contains("192.0.2.9 may not send for spf.maillon.test");
        assertThat(spf("192.0.2.9", "bare").result()).isEqualTo(SpfResult.NONE);
    }

    @Test
    void recordsWithoutEndEndInAnError() {
        assertThat(spf("192.0.2.9", "loop").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(spf("192.0.2.9", "long").reason()).contains("longer than");
    }

    @Test
    void fetchesOverTcpWhatUdpCutsShort() {
        assertThat(records(resolver.mx("many.maillon.test"))).hasSize(100);
    }
}
