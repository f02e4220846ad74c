package org.maillon.app.cli;

import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.verify.Verdict;
import org.maillon.wire.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maillon verify ADDRESS}, and {@code maillon verify --file LIST}. */
@Command(
        name = "verify",
        description = {
            "Say whether an address exists, by whom that is known, and why.",
            "A mailbox elsewhere is asked of the server that would take its mail; what it says is remembered.",
            "Exit 1 where it does not."
        },
        footer = {
            "",
            "Example:  maillon verify ada@example.org",
            "          maillon verify --file addresses.txt    one a line; begun again, it goes on where it was"
        })
final class VerifyVerb extends OfficeVerb {
    @Parameters(paramLabel = "ADDRESS", description = "Ours or anyone's.", arity = "0..1")
    Optional<Address> address = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "LIST",
            description = "A file with an address on each line, or - for standard input.")
    Optional<String> file = Optional.empty();

    @Spec
    CommandSpec spec;

    @Option(names = "--fresh", description = "Ask anew, whatever is remembered.")
    boolean fresh;

    VerifyVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    public Integer call() {
        if (address.isPresent() == file.isPresent()) {
            throw new ParameterException(spec.commandLine(), "name one address, or a list of them with --file");
        }
        return file.isPresent() ? new ListCheck(desk, file.get(), fresh).run() : super.call();
    }

    @Override
    int run(Maillon office, Printer out) {
        Verdict verdict = office.verifier().lookInto(address.orElseThrow(), fresh);
        VerdictText text = new VerdictText(address.orElseThrow(), verdict);
        out.say(text.line(office.clock()));
        verdict.evidence().sentences().forEach(evidence -> out.say("  " + evidence));
        out.json(text.tree(office.clock()));
        return verdict.finding() instanceof Verdict.Finding.DoesNotExist ? Exit.REFUSED : Exit.DONE;
    }
}
