package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code maillon version}. */
@Command(
        name = "version",
        description = "Say which Maillon this is, and on which Java it runs.",
        footer = {"", "Example:  maillon version --json"})
final class VersionVerb extends Verb {
    VersionVerb(Desk desk) {
        super(desk);
    }

    /** From the jar's manifest. */
    static String version() {
        return Optional.ofNullable(VersionVerb.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    int run(Printer out) {
        out.say("maillon " + version() + ", Java " + Runtime.version());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", version());
        tree.put("java", Runtime.version().toString());
        out.json(tree);
        return Exit.DONE;
    }
}
