package org.maillon.trust.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.maillon.kernel.Settings;
import org.maillon.suites.Suites;
import org.yaml.snakeyaml.Yaml;

/** The public suite for RFC 7208, whole. */
class SpfSuiteTest {
    private static final SpfSettings SETTINGS = Settings.defaults(SpfSettings.class);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private record Case(String name, SuiteZone zone, Map<String, Object> said) {
        void holds() {
            SpfQuery query = new SpfQuery(
                    InetAddress.ofLiteral(text("host")), text("helo"), text("mailfrom"), "receiver.example");
            SpfVerdict verdict = new SpfEvaluator(zone, CLOCK, SETTINGS).check(query);
            List<?> accepted = said.get("result") instanceof List<?> several ? several : List.of(text("result"));
            assertThat(verdict.result().word()).as(verdict.toString()).isIn(accepted);
            if (said.containsKey("explanation")) {
                assertThat(verdict.explanation().orElse("DEFAULT")).isEqualTo(text("explanation"));
            }
        }

        private String text(String key) {
            return String.valueOf(said.get(key));
        }
    }

    @TestFactory
    Stream<DynamicTest> comesToTheResultOfEachCase() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSize(203);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), one::holds));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Reader in =
                Files.newBufferedReader(Suites.folder("spf").resolve("rfc7208-tests.yml"), StandardCharsets.UTF_8)) {
            for (Object document : new Yaml().loadAll(in)) {
                Map<String, Map<String, List<Object>>> scenario = tree(document);
                SuiteZone zone = new SuiteZone(Objects.requireNonNull(scenario.get("zonedata")));
                Map<String, Map<String, Map<String, Object>>> parts = tree(document);
                Objects.requireNonNull(parts.get("tests"))
                        .forEach((name, said) -> cases.add(new Case(name, zone, said)));
            }
        }
        return cases;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the shape that the suite has
    private static <T> T tree(Object document) {
        return (T) document;
    }
}
