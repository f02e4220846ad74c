package org.maillon.app.config;

import java.util.List;

/** What reading the file gave. */
public sealed interface ConfigOutcome {
    record Good(LoadedConfig loaded) implements ConfigOutcome {}

    /** Every fault, in the order of the lines. */
    record Bad(List<Problem> problems) implements ConfigOutcome {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
