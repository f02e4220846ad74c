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
 * @param dataOverride the data folder named on the command line
 */
public record LoadedConfig(
        Config config, Optional<Path> file, Path folder, Set<String> given, Optional<Path> dataOverride) {
    LoadedConfig(Config config, Optional<Path> file, Path folder, Set<String> given) {
        this(config, file, folder, given, Optional.empty());
    }

    /** With the data folder that {@code --data} names, whatever the file says. */
    public LoadedConfig withData(Path data) {
        return new LoadedConfig(
                config, file, folder, given, Optional.of(data.toAbsolutePath().normalize()));
    }

    LoadedConfig withConfig(Config changed) {
        return new LoadedConfig(changed, file, folder, given, dataOverride);
    }

    /** A path of the file, made absolute. */
    public Path resolve(String path) {
        return folder.resolve(path).toAbsolutePath().normalize();
    }

    public Path data() {
        return dataOverride.orElseGet(() -> resolve(config.main().data()));
    }

    /** Where the log goes; empty for standard error. */
    public Optional<Path> logFile() {
        String name = config.log().file();
        return name.isEmpty() ? Optional.empty() : Optional.of(resolve(name));
    }

    static String given(Section section, String key) {
        return section.isRoot() ? key : section.name() + "." + key;
    }
}
