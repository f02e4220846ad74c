package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.config.LoadedConfig;
import org.maillon.hosting.oidc.HttpWeb;
import org.maillon.hosting.oidc.Web;
import org.maillon.kernel.Settings;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.dmarc.PublicSuffixes;

/** The public suffix list is kept fresh, in bounds, and never by one that cannot be it. */
class SuffixListTest {
    private static final String WHOLE = "// VERSION: 2026-11-20_08-00-00_UTC\ncom\nco.uk\nours.example\n"
            + IntStream.range(0, PublicSuffixes.FEWEST_RULES)
                    .mapToObj(i -> "s" + i + ".example")
                    .collect(Collectors.joining("\n"));

    @TempDir
    private Path data;

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private final List<URI> asked = new ArrayList<>();
    private String answer = WHOLE;

    private final Web web = (where, timeout, most) -> {
        asked.add(where);
        assertThat(timeout).isEqualTo(SuffixList.PATIENCE);
        assertThat(most).isEqualTo(SuffixList.MOST_OCTETS);
        if (answer.isEmpty()) {
            throw new IOException("nobody answers");
        }
        return answer.getBytes(StandardCharsets.UTF_8);
    };

    private SuffixList list(String... settings) {
        Map<String, String> values = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
        return new SuffixList(data, clock, Settings.read(DmarcSettings.class, values));
    }

    private static boolean isFetched(SuffixList list) {
        return list.get()
                .registered("x.ours.example")
                .filter("x.ours.example"::equals)
                .isPresent();
    }

    @Test
    void isFetchedAndKeptForTheNextStartAndFetchedAnewInAWeek() {
        SuffixList list = list();
        assertThat(isFetched(list)).isFalse();
        list.refresh(web);
        assertThat(isFetched(list)).isTrue();
        assertThat(asked).containsExactly(URI.create("https://publicsuffix.org/list/public_suffix_list.dat"));

        SuffixList next = list();
        assertThat(isFetched(next)).isTrue();
        assertThat(next.day()).contains(LocalDate.of(2026, 11, 20));
        now = now.plus(Duration.ofDays(7)).minusSeconds(60);
        next.refresh(web);
        assertThat(asked).hasSize(1);
        now = now.plusSeconds(120);
        next.refresh(web);
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'', nobody answers", "<html>busy</html>, an error page", "com, far too short"})
    void whatCannotBeTheListLeavesTheOneBeforeAndIsAskedForAgainInAnHour(String bad, String why) {
        SuffixList list = list();
        answer = bad;
        list.refresh(web);
        assertThat(list.isBundled()).as(why).isTrue();
        assertThat(Files.exists(data.resolve(SuffixList.FILE))).isFalse();
        now = now.plus(SuffixList.AGAIN).minusSeconds(1);
        list.refresh(web);
        assertThat(asked).hasSize(1);
        now = now.plusSeconds(1);
        answer = WHOLE;
        list.refresh(web);
        assertThat(isFetched(list)).isTrue();
    }

    @Test
    void isNotFetchedWhereTheSettingIsEmptyAndAnAddressThatIsNoneIsNoFault() {
        list("suffix-list-url", "").refresh(web);
        list("suffix-list-url", "no address at all").refresh(web);
        assertThat(asked).isEmpty();
    }

    /** The client's own time-out ends with the head of the answer. */
    @Test
    void aListThatComesDropByDropOrWithoutEndIsGivenUp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = "x.example\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write(block);
                }
            }
        });
        server.start();
        try {
            URI endless = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/endless");
            List<String> failures = new ArrayList<>();
            list("suffix-list-url", endless.toString()).refresh((where, timeout, most) -> {
                try {
                    return new HttpWeb("text/plain").get(where, timeout, most);
                } catch (IOException e) {
                    failures.add(e.getMessage());
                    throw e;
                }
            });
            assertThat(failures)
                    .singleElement()
                    .satisfies(why -> assertThat(why).contains("cannot be read"));
            assertThat(Files.exists(data.resolve(SuffixList.FILE))).isFalse();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theBundledListSaysOfWhichDayItIs() {
        assertThat(PublicSuffixes.bundled().day())
                .hasValueSatisfying(day -> assertThat(day).isAfter(LocalDate.of(2026, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"0, true, 0 days old", "1, true, 1 day old", "365, true, 365 days old", "366, false, 366 days old"})
    void doctorTellsHowOldItIs(int days, boolean good, String words) throws IOException {
        LocalDate day = PublicSuffixes.bundled().day().orElseThrow();
        now = day.plusDays(days).atStartOfDay().toInstant(java.time.ZoneOffset.UTC);

        SuffixCheck.Answer answer = SuffixCheck.ask(loaded(), clock);

        assertThat(answer.says())
                .startsWith("the one that came with this program, of " + day)
                .contains(words);
        assertThat(answer.good()).isEqualTo(good);
    }

    private LoadedConfig loaded() throws IOException {
        Path file = data.resolve("maillon.toml");
        Files.writeString(file, "data = \"" + data + "\"\n");
        return switch (ConfigReader.read(java.util.Optional.of(file), data)) {
            case ConfigOutcome.Good(LoadedConfig loaded) -> loaded;
            case ConfigOutcome.Bad bad -> throw new AssertionError(bad.toString());
        };
    }
}
