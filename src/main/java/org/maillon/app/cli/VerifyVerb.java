package org.maillon.app.cli;

import org.maillon.app.wiring.Maillon;
import org.maillon.verify.Verdict;
import org.maillon.wire.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon verify ADDRESS}. */
@Command(
        name = "verify",
        description = {
            "Say whether an address exists, by whom that is known, and why.",
            "A mailbox elsewhere is asked of the server that would take its mail; what it says is remembered.",
            "Exit 1 where it does not."
        },
        footer = {"", "Example:  maillon verify ada@example.org"})
final class VerifyVerb extends OfficeVerb {
    @Parameters(paramLabel = "ADDRESS", description = "Ours or anyone's.")
    Address address;

    @Option(names = "--fresh", description = "Ask anew, whatever is remembered.")
    boolean fresh;

    VerifyVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        Verdict verdict = office.verifier().lookInto(address, fresh);
        VerdictText text = new VerdictText(address, verdict);
        out.say(text.line(office.clock()));
        verdict.evidence().sentences().forEach(evidence -> out.say("  " + evidence));
        out.json(text.tree(office.clock()));
        return verdict.finding() instanceof Verdict.Finding.DoesNotExist ? Exit.REFUSED : Exit.DONE;
    }
}
