package org.maillon.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that a fuzzer found worth keeping, or broke something with, as an ordinary test. */
class CorpusTest {
    private static final int MOST_INPUTS = 100;
    private static final long MOST_OCTETS = 2 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicContainer> holdsForEachInput() {
        return Stream.of(Target.values())
                .map(target -> DynamicContainer.dynamicContainer(target.home().getSimpleName(), tests(target)));
    }

    private static Stream<DynamicTest> tests(Target target) {
        return target.inputs().stream()
                .map(input -> DynamicTest.dynamicTest(String.valueOf(input.getFileName()), () -> {
                    byte[] octets = Files.readAllBytes(input);
                    assertTimeoutPreemptively(PATIENCE, () -> target.attack(octets), input.toString());
                }));
    }

    @Test
    void everyTargetHasACorpusAndADictionaryAndNothingElseStandsThere() throws IOException {
        TreeSet<String> wanted = new TreeSet<>();
        for (Target target : Target.values()) {
            String name = target.home().getSimpleName();
            wanted.addAll(List.of(name, name + ".dict"));
        }
        try (Stream<Path> entries = Files.list(Target.CORPORA)) {
            assertThat(entries.map(entry -> String.valueOf(entry.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    /** One line that libFuzzer cannot read ends a run before it begins: {@code "\n"} did, in SpfFuzz. */
    @Test
    void everyDictionaryIsOneThatLibFuzzerReads() throws IOException {
        for (Target target : Target.values()) {
            Path dictionary = Target.CORPORA.resolve(target.home().getSimpleName() + ".dict");
            for (String line : Files.readAllLines(dictionary)) {
                assertThat(line)
                        .as(dictionary.toString())
                        .matches("|#.*|([\\w-]+=)?\"([^\"\\\\]|\\\\[\\\\\"]|\\\\x[0-9a-fA-F]{2})+\"");
            }
        }
    }

    @Test
    void theCorporaStaySmall() throws IOException {
        long octets = 0;
        for (Target target : Target.values()) {
            List<Path> inputs = target.inputs();
            assertThat(inputs).as(target.name()).hasSizeBetween(5, MOST_INPUTS);
            for (Path input : inputs) {
                octets += Files.size(input);
            }
        }
        assertThat(octets).isLessThan(MOST_OCTETS);
    }
}
