package org.maillon.trust.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.maillon.kernel.Settings;
import org.maillon.suites.Suites;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.PublicKeys;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The validation half of the public ARC suite, whole: also the tests that its file has under one name twice. */
class ArcSuiteTest {
    private static final DkimSettings SETTINGS = Settings.read(DkimSettings.class, Map.of());
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private record Case(String name, TxtZone zone, Map<String, String> said) {
        private String value(String key) {
            return Objects.requireNonNull(said.get(key), key);
        }

        void holds() {
            byte[] message = value("message").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            try (ArcVerifier verifier = new ArcVerifier(new PublicKeys(zone), CLOCK, SETTINGS)) {
                verifier.feed(message, 0, message.length);
                ArcVerdict verdict = verifier.finish();
                // a chain that says of itself that it failed has no state of its own in the suite: to us it has failed
                String wanted = value("cv").isBlank() ? "fail" : value("cv").toLowerCase(Locale.ROOT);
                assertThat(verdict.cv().word()).as(verdict.toString()).isEqualTo(wanted);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> validatesEveryChainOfTheSuite() throws IOException {
        List<Case> cases = cases();
        assertThat(cases.size()).isEqualTo(175);
        assertThat(cases.stream().map(Case::name).distinct().count()).isEqualTo(171);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), one::holds));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(Suites.folder("arc").resolve("arc-draft-validation-tests.yml"))) {
            LoaderOptions options = new LoaderOptions();
            for (Node scenario : new Yaml(options).composeAll(in)) {
                TxtZone zone = new TxtZone();
                pairs(scenario, "txt-records")
                        .forEach(pair -> zone.txt(text(pair.getKeyNode()), text(pair.getValueNode())));
                for (NodeTuple test : pairs(scenario, "tests")) {
                    cases.add(new Case(text(test.getKeyNode()), zone, fields(test.getValueNode())));
                }
            }
        }
        return cases;
    }

    private static List<NodeTuple> pairs(Node mapping, String name) {
        return ((MappingNode) mapping)
                .getValue().stream()
                        .filter(pair -> text(pair.getKeyNode()).equals(name))
                        .filter(pair -> pair.getValueNode() instanceof MappingNode)
                        .flatMap(pair -> ((MappingNode) pair.getValueNode()).getValue().stream())
                        .toList();
    }

    private static Map<String, String> fields(Node test) {
        Map<String, String> fields = new java.util.HashMap<>();
        ((MappingNode) test).getValue().forEach(pair -> fields.put(text(pair.getKeyNode()), text(pair.getValueNode())));
        return fields;
    }

    private static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }
}
