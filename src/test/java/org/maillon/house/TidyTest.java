package org.maillon.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.house.Sources.Source;
import org.maillon.house.Tidiness.Finding;
import org.maillon.house.Tidiness.Rule;

/** Holds the sources to {@link Tidiness}. What is not yet tidy is counted in a ratchet file that only ever goes down. */
class TidyTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final Path BENCHMARKS = Path.of("src/jmh/java");
    private static final Path RATCHET = Path.of("src/test/resources/tidy-ratchet.properties");

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theCodeIsTidy(Rule rule) throws IOException {
        hold("main." + rule.key(), findings(MAIN, rule, false));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theTestsAreTidy(Rule rule) throws IOException {
        hold("test." + rule.key(), findings(TEST, rule, true));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theBenchmarksAreTidy(Rule rule) throws IOException {
        assertThat(Sources.under(BENCHMARKS)).isNotEmpty();
        hold("jmh." + rule.key(), findings(BENCHMARKS, rule, true));
    }

    /** STYLE 10: a package's head teaches, and its types are never null unless they say so. */
    @Test
    void everyPackageHasAHeadThatTeachesAndIsNullMarked() {
        TreeSet<Path> folders = new TreeSet<>();
        Sources.under(MAIN).forEach(file -> folders.add(file.getParent()));

        assertThat(folders).isNotEmpty().allSatisfy(folder -> {
            Path head = folder.resolve("package-info.java");
            assertThat(head).exists();
            String text = Files.readString(head);
            assertThat(text).as(head.toString()).containsPattern("(?s)/\\*\\*.{40,}\\*/\\s*@NullMarked\\s+package ");
        });
    }

    @Test
    void theRatchetNamesOnlyRulesThatExist() throws IOException {
        TreeSet<String> known = new TreeSet<>();
        for (Rule rule : Rule.values()) {
            known.add("main." + rule.key());
            known.add("test." + rule.key());
            known.add("jmh." + rule.key());
        }
        assertThat(known).containsAll(ratchet().stringPropertyNames());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FORBIDDEN_CALL  | long t() { return System.nanoTime(); }",
                "FORBIDDEN_CALL  | Object t() { return java.time.Instant.now(); }",
                "FORBIDDEN_CALL  | java.util.function.LongSupplier t = System::currentTimeMillis;",
                "FORBIDDEN_CALL  | Object t = new java.util.Random();",
                "FORBIDDEN_CALL  | java.util.function.Supplier<Object> t = java.security.SecureRandom::new;",
                "FORBIDDEN_CALL  | void t() throws Exception { Thread.sleep(1); }",
                "FORBIDDEN_CALL  | Object t() throws Exception { return new java.net.Socket(\"h\", 25); }",
                "FORBIDDEN_CALL  | Object t() throws Exception { return java.nio.channels.SocketChannel.open(); }",
                "MANY_PARAMETERS | void t(int a, int b, int c, int d, int e, int f) {}",
                "MANY_PARAMETERS | A(int a, int b, int c, int d, int e, int f) {}",
                "MANY_PARAMETERS | record R(int a) { void t(int a, int b, int c, int d, int e, int f) {} }",
                "EMPTY_NAME      | class StringUtils {}",
                "EMPTY_NAME      | interface SessionManager {}",
                "DISABLED_TEST   | @org.junit.jupiter.api.Disabled void t() {}",
            })
    void findsWhatIsUntidy(Rule rule, String member, @TempDir Path folder) throws IOException {
        assertThat(check(folder, "org.maillon.queue", member))
                .extracting(Finding::rule)
                .containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void t(int a, int b, int c, int d, int e) {}",
                "record R(int a, int b, int c, int d, int e, int f) {}",
                "record R(int a, int b, int c, int d, int e, int f) { static final int Z = 1; R { a = 1; } }",
                "class Commonwealth {}",
                "@Override void t(int a, int b, int c, int d, int e, int f) {}",
                "long t(java.time.InstantSource s) { return s.millis(); }",
            })
    void leavesTidyCodeAlone(String member, @TempDir Path folder) throws IOException {
        assertThat(check(folder, "org.maillon.queue", member)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.maillon.kernel", "org.maillon.serve.net", "org.maillon.app.wiring"})
    void letsTheSourcesOfTimeReadIt(String room, @TempDir Path folder) throws IOException {
        assertThat(check(folder, room, "long t() { return System.nanoTime(); }"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"70, 0", "71, 1"})
    void countsAMethodsLinesFromItsSignatureToItsBrace(int lines, int findings, @TempDir Path folder)
            throws IOException {
        String body = "void t() {" + "\n".repeat(lines - 1) + "}";
        assertThat(check(folder, "org.maillon.queue", body)).hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource({"400, ", "401, LONGISH_FILE", "900, LONGISH_FILE", "901, LONG_FILE"})
    void countsAFilesLines(int lines, Rule rule, @TempDir Path folder) throws IOException {
        String members = "int a;\n".repeat(lines - 2).stripTrailing();
        assertThat(check(folder, "org.maillon.queue", members))
                .extracting(Finding::rule)
                .isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    private static List<Finding> check(Path folder, String packageName, String member) throws IOException {
        Path file = folder.resolve("A.java");
        Files.writeString(file, "package " + packageName + ";\nclass A {\n" + member + "}\n");
        Source source = Sources.parse(List.of(file)).getFirst();
        return Tidiness.check(source, false);
    }

    private static List<Finding> findings(Path root, Rule rule, boolean isTest) {
        List<Finding> findings = new ArrayList<>();
        for (Source source : Sources.parse(Sources.under(root))) {
            Tidiness.check(source, isTest).stream()
                    .filter(f -> f.rule() == rule)
                    .forEach(findings::add);
        }
        return findings;
    }

    private static void hold(String key, List<Finding> findings) throws IOException {
        int allowed = Integer.parseInt(ratchet().getProperty(key, "0"));
        assertThat(findings)
                .as("%s allows %d of %s: mend them, the number does not go up", RATCHET, allowed, key)
                .hasSizeLessThanOrEqualTo(allowed);
        assertThat(findings)
                .as("fewer than %d of %s are left: write %d into %s", allowed, key, findings.size(), RATCHET)
                .hasSizeGreaterThanOrEqualTo(allowed);
    }

    private static Properties ratchet() throws IOException {
        Properties numbers = new Properties();
        try (Reader reader = Files.newBufferedReader(RATCHET)) {
            numbers.load(reader);
        }
        return numbers;
    }
}
