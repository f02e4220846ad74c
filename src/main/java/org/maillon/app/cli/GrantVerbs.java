package org.maillon.app.cli;

import java.util.List;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Account;
import org.maillon.hosting.Grant;
import org.maillon.hosting.Outcome;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code maillon account grant}, {@code grants}, {@code revoke}: as whom people may send besides themselves. */
final class GrantVerbs {
    private GrantVerbs() {}

    static void addTo(CommandLine accounts, Desk desk, String[] words) {
        accounts.addSubcommand(new Give(desk, words))
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Revoke(desk, words));
    }

    /** {@code boss@example.org for ada@example.org} */
    abstract static class WithGrant extends OfficeVerb {
        @CommandLine.Spec
        CommandLine.Model.CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ADDRESS|@DOMAIN", description = "The address, or all of a domain.")
        String what;

        @Parameters(index = "1", paramLabel = "for", description = "The word 'for'.")
        String word;

        @Parameters(index = "2", paramLabel = "ACCOUNT", description = "Who may send as that.")
        Address account;

        WithGrant(Desk desk, String[] words) {
            super(desk, words);
        }

        final Grant grant() {
            if (!word.equals("for")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the word 'for' stands between the address and the account, not '" + word + "'");
            }
            return what.startsWith("@")
                    ? switch (Addresses.domain(what.substring(1))) {
                        case Parsed.Valid<Domain>(Domain.Name name, int _) -> new Grant.OfDomain(name);
                        case Parsed.Valid<Domain>(Domain.Literal _, int _) ->
                            throw new ParameterException(spec.commandLine(), "'" + what + "' is no domain by name");
                        case Parsed.Invalid<Domain>(int _, String why) ->
                            throw new ParameterException(spec.commandLine(), "'" + what + "' is no domain: " + why);
                    }
                    : new Grant.OfAddress(Converters.address(what));
        }

        final int print(Printer out, Outcome<Account> outcome, String verb) {
            return Outcomes.print(out, outcome, done -> {
                out.say(done.address() + " may " + verb + " as " + what);
                out.json(Map.of("account", done.address().toString(), "grant", what, "held", verb.equals("send")));
            });
        }
    }

    @Command(
            name = "grant",
            description = "Let an account send as an address or a domain that is not its own.",
            footer = {"", "Example:  maillon account grant info@example.org for ada@example.org"})
    static final class Give extends WithGrant {
        Give(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return print(out, office.directory().grant(account, grant()), "send");
        }
    }

    @Command(
            name = "revoke",
            description = "Take back what 'grant' gave.",
            footer = {"", "Example:  maillon account revoke info@example.org for ada@example.org"})
    static final class Revoke extends WithGrant {
        Revoke(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return print(out, office.directory().revoke(account, grant()), "no longer send");
        }
    }

    @Command(
            name = "grants",
            description = "List what an account may send as, besides its own addresses.",
            footer = {"", "Example:  maillon account grants ada@example.org"})
    static final class Ls extends OfficeVerb {
        @Parameters(paramLabel = "ACCOUNT", description = "The account.")
        Address account;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (office.directory().account(account).isEmpty()) {
                out.complain("maillon: there is no account " + account);
                return Exit.REFUSED;
            }
            List<String> grants = office.directory().grants(account).stream()
                    .map(Grant::toString)
                    .toList();
            grants.forEach(out::say);
            out.json(grants);
            return Exit.DONE;
        }
    }
}
