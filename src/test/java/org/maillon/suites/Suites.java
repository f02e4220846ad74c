package org.maillon.suites;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Test data of public projects, beside this one: {@code ../shared/suites}, or where MAILLON_SUITES says. */
public final class Suites {
    private Suites() {}

    /** The folder of a suite; without it the test is skipped, but not where {@code CI=true}. */
    public static Path folder(String name) {
        Optional<Path> found = root().map(root -> root.resolve(name)).filter(Files::isDirectory);
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the suite " + name + " is missing");
        }
        assumeTrue(found.isPresent(), () -> "skipped: there is no suite " + name + " in ../shared/suites");
        return found.orElseThrow();
    }

    private static Optional<Path> root() {
        String set = System.getenv("MAILLON_SUITES");
        if (set != null) {
            return Optional.of(Path.of(set));
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path candidate = folder.resolve("shared").resolve("suites");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
