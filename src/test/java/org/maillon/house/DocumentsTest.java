package org.maillon.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name exists: files they link to, classes they speak of. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})`");

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Path document) throws IOException {
        Path folder = document.toAbsolutePath().getParent();
        assertThat(matches(LINK, document))
                .filteredOn(link -> !link.contains("://") && !link.startsWith("mailto:"))
                .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyClassThatIsNamedExists(Path document) throws IOException {
        assertThat(classNames()).containsAll(matches(CLASS_NAME, document));
    }

    @Test
    void theDocumentsAreThere() throws IOException {
        assertThat(documents())
                .contains(
                        Path.of("README.md"),
                        Path.of("CONTRIBUTING.md"),
                        Path.of("CHANGELOG.md"),
                        Path.of("docs/ARCHITECTURE.md"),
                        Path.of("docs/rfc/SUPPORT.md"));
    }

    /** Two people who write a decision each at the same time both take the next number. */
    @Test
    void theDecisionsAreNumberedInARow() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs/adr"))) {
            List<String> numbers = pages.map(
                            page -> page.getFileName().toString().substring(0, 4))
                    .sorted()
                    .toList();
            assertThat(numbers)
                    .isEqualTo(IntStream.rangeClosed(1, numbers.size())
                            .mapToObj("%04d"::formatted)
                            .toList());
        }
    }

    private static Set<String> classNames() {
        List<Path> files = new ArrayList<>(Sources.under(Path.of("src/main/java")));
        files.addAll(Sources.under(Path.of("src/test/java")));
        return files.stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    private static List<String> matches(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
