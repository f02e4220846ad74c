package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.verify.Verdict;
import org.maillon.wire.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon verify ADDRESS}. */
@Command(
        name = "verify",
        description = {"Say whether an address exists, by whom that is known, and why.", "Exit 1 where it does not."},
        footer = {"", "Example:  maillon verify ada@example.org"})
final class VerifyVerb extends OfficeVerb {
    @Parameters(paramLabel = "ADDRESS", description = "Ours or anyone's.")
    Address address;

    VerifyVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        Verdict verdict = office.verifier().recipient(address);
        out.say(address + ": " + words(verdict.finding()) + ", says " + verdict.by());
        verdict.evidence().sentences().forEach(evidence -> out.say("  " + evidence));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("address", address.toString());
        tree.put("finding", name(verdict.finding()));
        tree.put("words", words(verdict.finding()));
        tree.put("by", verdict.by());
        tree.put("when", verdict.when().toString());
        tree.put("evidence", verdict.evidence().sentences());
        out.json(tree);
        return verdict.finding() instanceof Verdict.Finding.DoesNotExist ? Exit.REFUSED : Exit.DONE;
    }

    private static String words(Verdict.Finding finding) {
        return switch (finding) {
            case Verdict.Finding.Exists _ -> "exists";
            case Verdict.Finding.AcceptsAll _ -> "its domain takes every name";
            case Verdict.Finding.Unknown(String why, Verdict.Then then) ->
                (then == Verdict.Then.GO_ON ? "may exist: " : "cannot be told just now: ") + why;
            case Verdict.Finding.DoesNotExist(Verdict.Reason reason) ->
                switch (reason) {
                    case NO_SUCH_MAILBOX -> "does not exist: no such mailbox";
                    case MAILBOX_CLOSED -> "takes no mail: its mailbox is closed";
                    case NO_SUCH_DOMAIN -> "does not exist: no such domain";
                    case NULL_MX -> "does not exist: its domain takes no mail";
                    case NO_MAIL_SERVER -> "does not exist: its domain has no mail server";
                };
        };
    }

    private static String name(Verdict.Finding finding) {
        return switch (finding) {
            case Verdict.Finding.Exists _ -> "exists";
            case Verdict.Finding.AcceptsAll _ -> "accepts-all";
            case Verdict.Finding.Unknown _ -> "unknown";
            case Verdict.Finding.DoesNotExist _ -> "does-not-exist";
        };
    }
}
