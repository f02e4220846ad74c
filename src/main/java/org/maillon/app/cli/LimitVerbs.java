package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.Account;
import org.maillon.submit.limits.AccountLimits;
import org.maillon.submit.limits.LimitSettings;
import org.maillon.submit.limits.Standing;
import org.maillon.wire.address.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon account limits} and {@code release}: how much an account has sent, and what is held of it. */
final class LimitVerbs {
    private LimitVerbs() {}

    static void addTo(CommandLine tree, Desk desk, String[] words) {
        tree.addSubcommand(new Limits(desk, words)).addSubcommand(new Release(desk, words));
    }

    /** A verb about one account that there is. */
    abstract static class OfAccount extends OfficeVerb {
        @Parameters(paramLabel = "ADDRESS", description = "The account.")
        Address address;

        OfAccount(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        final int run(Maillon office, Printer out) {
            Optional<Account> account = office.directory().account(address);
            if (account.isEmpty()) {
                out.complain(
                        "maillon: there is no account " + address + "; 'maillon account list' names those there are");
                return Exit.REFUSED;
            }
            return run(office, account.get(), out);
        }

        abstract int run(Maillon office, Account account, Printer out);
    }

    @Command(
            name = "limits",
            description = "Show how much an account has sent, of how much it may, and what is held.",
            footer = {"", "Example:  maillon account limits ada@example.org"})
    static final class Limits extends OfAccount {
        Limits(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Account account, Printer out) {
            office.waiting((_, _) -> {});
            Standing standing = office.limits().standing(account.id());
            LimitSettings most = office.limits().settings();
            List<AccountLimits.KeptBack> held =
                    AccountLimits.held(account.address(), office.queue().quarantine());
            out.say("messages in the last hour: " + standing.lastHour() + of(most.messagesPerHour()));
            out.say("messages in the last day: " + standing.lastDay() + of(most.messagesPerDay()));
            out.say("new recipients in the last day: " + standing.newToday() + of(most.newRecipientsPerDay()));
            out.say("recipients remembered: " + standing.known() + of(most.rememberedRecipients()));
            out.say(standing.heldSince()
                    .map(since -> "what it writes to new recipients is held since " + Times.since(since)
                            + "; 'maillon account release " + account.address() + "' ends that")
                    .orElse("nothing of it is held back from now on"));
            held.forEach(one -> out.say("held: " + one.id() + ", since " + Times.since(one.since())));
            if (held.size() == AccountLimits.MOST_SHOWN) {
                out.say("only the oldest are shown; there may be more");
            }
            out.json(tree(account, standing, most, held));
            return Exit.DONE;
        }

        private static String of(int most) {
            return most == 0 ? "" : " of " + most;
        }

        private static Map<String, Object> tree(
                Account account, Standing standing, LimitSettings most, List<AccountLimits.KeptBack> held) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("account", account.address().toString());
            tree.put("messagesLastHour", standing.lastHour());
            tree.put("messagesPerHour", most.messagesPerHour());
            tree.put("messagesLastDay", standing.lastDay());
            tree.put("messagesPerDay", most.messagesPerDay());
            tree.put("newRecipientsLastDay", standing.newToday());
            tree.put("newRecipientsPerDay", most.newRecipientsPerDay());
            tree.put("recipientsRemembered", standing.known());
            standing.heldSince().ifPresent(since -> tree.put("heldSince", since.toString()));
            tree.put("held", held.stream().map(one -> one.id().toString()).toList());
            return tree;
        }
    }

    @Command(
            name = "release",
            description = "Let an account write to new recipients again, and let go what is held of it.",
            footer = {"", "Example:  maillon account release ada@example.org"})
    static final class Release extends OfAccount {
        Release(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Account account, Printer out) {
            office.waiting((_, _) -> {});
            int messages = office.limits()
                    .release(account.id(), account.address(), office.queue().quarantine());
            out.say("released " + account.address() + " and " + messages + (messages == 1 ? " message" : " messages"));
            out.json(Map.of("account", account.address().toString(), "released", messages));
            return Exit.DONE;
        }
    }
}
