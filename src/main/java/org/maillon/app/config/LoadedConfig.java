package org.maillon.app.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration, and where it came from.
 *
 * @param file empty where there was none and defaults hold throughout
 * @param folder against which its relative paths are read
 * @param given what the file itself says, as {@code smtp.max-recipients}; all else is default
 */
public record LoadedConfig(Config config, Optional<Path> file, Path folder, Set<String> given) {
    /** A path of the file, made absolute. */
    public Path resolve(String path) {
        return folder.resolve(path).toAbsolutePath().normalize();
    }

    public Path data() {
        return resolve(config.main().data());
    }

    static String given(Section section, String key) {
        return section.isRoot() ? key : section.name() + "." + key;
    }
}
