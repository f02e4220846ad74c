package org.maillon.app.config;

import java.util.Optional;

/** What to say of a key that is none. */
final class UnknownKey {
    private UnknownKey() {}

    static String message(Section section, String key) {
        String said = "unknown key '" + key + "' " + section.place();
        Optional<Section> elsewhere =
                Section.ALL.stream().filter(other -> other.keys().contains(key)).findFirst();
        if (elsewhere.isPresent()) {
            return said + "; it belongs " + elsewhere.get().place();
        }
        Optional<String> near = Nearest.to(key, section.keys());
        return said
                + near.map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("; the keys are " + String.join(", ", section.keys()));
    }
}
