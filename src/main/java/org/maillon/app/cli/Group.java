package org.maillon.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun, which alone does nothing: its verbs do. */
abstract class Group implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public final Integer call() {
        String verbs = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "'" + spec.name() + "' wants a verb: " + verbs);
    }
}
