package org.maillon.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.maillon.app.wiring.NativeLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon prepare}: for the launcher, once after a build. */
@Command(
        name = "prepare",
        hidden = true,
        description = "Lay the native library down where the launcher points the JVM to.",
        footer = {"", "Example:  maillon prepare target/native"})
final class PrepareVerb extends Verb {
    @Parameters(paramLabel = "FOLDER", description = "Where to.")
    Path folder = Path.of("");

    PrepareVerb(Desk desk) {
        super(desk);
    }

    @Override
    int run(Printer out) {
        try {
            Path file = NativeLibrary.unpack(folder);
            out.json(Map.of("library", file.toString()));
            return Exit.DONE;
        } catch (IOException e) {
            out.complain("maillon: " + e.getMessage());
            return Exit.REFUSED;
        }
    }
}
