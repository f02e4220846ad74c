package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.SecondFactors;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon account totp …}. */
@Command(name = "totp", description = "An account's authenticator: codes beside the password, at a browser.")
final class TotpVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new TotpVerbs())
                .addSubcommand(new Enrol(desk, words))
                .addSubcommand(new Confirm(desk, words))
                .addSubcommand(new Show(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    abstract static class OfAccount extends OfficeVerb {
        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        Address address;

        OfAccount(Desk desk, String[] words) {
            super(desk, words);
        }

        final Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("account", address.toString());
            return tree;
        }
    }

    @Command(
            name = "enrol",
            description = "Begin: print the secret for an authenticator, once. It counts when it is confirmed.",
            footer = {"", "Example:  maillon account totp enrol ada@example.org"})
    static final class Enrol extends OfAccount {
        @Option(
                names = "--issuer",
                paramLabel = "NAME",
                description = "What the authenticator shows beside the account; without: this server's name.")
        Optional<String> issuer = Optional.empty();

        Enrol(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            SecondFactors factors = office.directory().secondFactors();
            return Outcomes.print(out, factors.enrol(address, issuer.orElse(office.hostName())), begun -> {
                String secret = Bytes.copyOf(begun.secret().shared()).asUtf8();
                String uri = Bytes.copyOf(begun.uri().shared()).asUtf8();
                out.say("secret: " + secret);
                out.say("URI:    " + uri);
                out.say("Put it into an authenticator, then: maillon account totp confirm " + address + " CODE");
                Map<String, Object> tree = tree();
                tree.put("secret", secret);
                tree.put("uri", uri);
                out.json(tree);
            });
        }
    }

    @Command(
            name = "confirm",
            description = "Confirm with a first code; print the recovery codes, once.",
            footer = {"", "Example:  maillon account totp confirm ada@example.org 123456"})
    static final class Confirm extends OfAccount {
        @Parameters(index = "1", paramLabel = "CODE", description = "What the authenticator shows.")
        String code;

        Confirm(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().secondFactors().confirm(address, code), codes -> {
                out.say("the authenticator of " + address + " counts from now on; mail programs need an app password"
                        + " (maillon account app-password add)");
                out.say("recovery codes, each good once where the authenticator is lost:");
                codes.forEach(out::say);
                Map<String, Object> tree = tree();
                tree.put("recoveryCodes", List.copyOf(codes));
                out.json(tree);
            });
        }
    }

    @Command(
            name = "show",
            description = "Say whether an account has an authenticator.",
            footer = {"", "Example:  maillon account totp show ada@example.org"})
    static final class Show extends OfAccount {
        Show(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (office.directory().account(address).isEmpty()) {
                out.complain("maillon: there is no account " + address);
                return Exit.REFUSED;
            }
            Optional<SecondFactors.Standing> standing =
                    office.directory().secondFactors().standing(address);
            boolean on = standing.filter(SecondFactors.Standing::on).isPresent();
            int codes = standing.map(SecondFactors.Standing::recoveryCodes).orElse(0);
            out.say(
                    on
                            ? "on, with " + codes + " recovery codes left"
                            : standing.isPresent() ? "begun, not confirmed" : "off");
            Map<String, Object> tree = tree();
            tree.put("on", on);
            tree.put("begun", standing.isPresent());
            tree.put("recoveryCodes", codes);
            out.json(tree);
            return Exit.DONE;
        }
    }

    @Command(
            name = "remove",
            description = "End it; the account's password is enough again.",
            footer = {"", "Example:  maillon account totp remove ada@example.org"})
    static final class Remove extends OfAccount {
        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.directory().secondFactors().remove(address), account -> {
                out.say("removed the authenticator of " + account.address());
                out.json(Map.of("removed", account.address().toString()));
            });
        }
    }
}
