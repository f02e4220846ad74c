package org.maillon.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.hosting.DomainKey;
import org.maillon.hosting.DomainKey.State;
import org.maillon.hosting.Outcome;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.Published;
import org.maillon.wire.address.Domain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon domain key …}. */
@Command(name = "key", description = "The keys that a domain's mail is signed with (DKIM).")
final class DomainKeyVerbs extends Group {
    /** What is typed for a kind of key. */
    enum Kind {
        RSA(Algorithm.RSA_SHA256),
        ED25519(Algorithm.ED25519_SHA256);

        private final Algorithm algorithm;

        Kind(Algorithm algorithm) {
            this.algorithm = algorithm;
        }
    }

    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new DomainKeyVerbs())
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Add(desk, words))
                .addSubcommand(new Activate(desk, words))
                .addSubcommand(new Retire(desk, words))
                .addSubcommand(new Rotate(desk, words))
                .addSubcommand(new Remove(desk, words));
    }

    private static Map<String, Object> tree(DomainKey key) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", key.domain().ascii());
        tree.put("selector", key.selector());
        tree.put("algorithm", key.algorithm().word());
        tree.put("state", key.state().word());
        tree.put("since", key.since().toString());
        tree.put("created", key.created().toString());
        tree.put("name", key.recordName());
        tree.put("record", key.record());
        return tree;
    }

    private static void sayRecord(Printer out, DomainKey key) {
        out.say(key.recordName() + ". IN TXT " + strings(key.record()));
    }

    /** RFC 1035 §3.3.14: a string of a record has 255 octets at most. */
    static String strings(String record) {
        StringBuilder strings = new StringBuilder();
        for (int at = 0; at < record.length(); at += 255) {
            strings.append(at == 0 ? "\"" : " \"")
                    .append(record, at, Math.min(record.length(), at + 255))
                    .append('"');
        }
        return strings.toString();
    }

    private static String shown(Published published) {
        return switch (published) {
            case Published.Yes _ -> "yes";
            case Published.No(String why) -> "no: " + why;
            case Published.Unknown(String why) -> "cannot tell: " + why;
        };
    }

    /** A verb about a domain's keys. */
    abstract static class OfDomain extends OfficeVerb {
        @Parameters(index = "0", paramLabel = "DOMAIN", description = "Such as example.org.")
        Domain.Name domain = new Domain.Name("");

        OfDomain(Desk desk, String[] words) {
            super(desk, words);
        }
    }

    /** A verb about one key. */
    abstract static class OfKey extends OfDomain {
        @Parameters(index = "1", paramLabel = "SELECTOR", description = "As 'maillon domain key list' shows it.")
        String selector = "";

        OfKey(Desk desk, String[] words) {
            super(desk, words);
        }

        int changed(Maillon office, Printer out, State state, String words) {
            return Outcomes.print(out, office.domainKeys().change(domain, selector, state), key -> {
                out.say(key.selector() + " of " + domain + " " + words);
                out.json(tree(key));
            });
        }
    }

    @Command(
            name = "list",
            description = "List a domain's keys, their states, and the records to publish.",
            footer = {
                "",
                "A waiting key signs once DNS shows its record; a retiring one signs no more, but its record is still",
                "needed; a retired one's record may go.",
                "",
                "Example:  maillon domain key list example.org --check"
            })
    static final class Ls extends OfDomain {
        @Option(names = "--check", description = "Ask DNS whether it shows each record.")
        boolean check;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<DomainKey> keys = office.domainKeys().list(domain);
            out.table(
                    List.of("SELECTOR", "ALGORITHM", "STATE", "SINCE", "PUBLISHED"),
                    keys.stream().map(key -> row(office, key)).toList());
            keys.stream().filter(DomainKey::isToBePublished).forEach(key -> sayRecord(out, key));
            out.json(keys.stream().map(key -> tree(office, key)).toList());
            return Exit.DONE;
        }

        private List<String> row(Maillon office, DomainKey key) {
            return List.of(
                    key.selector(),
                    key.algorithm().word(),
                    key.state().word(),
                    key.since().toString(),
                    check ? shown(office.keyKeeper().published(key)) : "-");
        }

        private Map<String, Object> tree(Maillon office, DomainKey key) {
            Map<String, Object> tree = DomainKeyVerbs.tree(key);
            if (check) {
                tree.put("published", shown(office.keyKeeper().published(key)));
            }
            return tree;
        }
    }

    @Command(
            name = "add",
            description = "Make a key. It signs once DNS shows its record.",
            footer = {"", "Example:  maillon domain key add example.org --algorithm ed25519"})
    static final class Add extends OfDomain {
        @Option(names = "--algorithm", paramLabel = "KIND", description = "rsa (default) or ed25519.")
        Kind kind = Kind.RSA;

        @Option(names = "--selector", paramLabel = "SELECTOR", description = "Its name; made from the month otherwise.")
        Optional<String> selector = Optional.empty();

        Add(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.domainKeys().add(domain, kind.algorithm, selector), key -> {
                out.say("made " + key.selector() + " for " + domain + ", "
                        + key.state().word() + "; its record:");
                sayRecord(out, key);
                out.json(tree(key));
            });
        }
    }

    @Command(
            name = "activate",
            description = "Sign with a key from now on, in place of those of its kind.",
            footer = {"", "Example:  maillon domain key activate example.org m202611r"})
    static final class Activate extends OfKey {
        @Option(names = "--unchecked", description = "Also where DNS does not show its record.")
        boolean unchecked;

        Activate(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Optional<DomainKey> key = office.domainKeys().find(domain, selector);
            if (!unchecked && key.isPresent()) {
                Published published = office.keyKeeper().published(key.get());
                if (!(published instanceof Published.Yes)) {
                    out.complain("maillon: is the record of " + selector + " in DNS? " + shown(published)
                            + ". Nothing was changed; --unchecked activates it all the same.");
                    return Exit.REFUSED;
                }
            }
            Outcome<DomainKey> active = key.map(office.keyKeeper()::activate)
                    .orElseGet(() -> office.domainKeys().change(domain, selector, State.ACTIVE));
            return Outcomes.print(out, active, done -> {
                out.say("mail of " + domain + " is signed with " + selector + " from now on");
                out.json(tree(done));
            });
        }
    }

    @Command(
            name = "retire",
            description = "Sign with a key no more. Its record stays in DNS until the key is retired for good.",
            footer = {"", "Example:  maillon domain key retire example.org m202511r"})
    static final class Retire extends OfKey {
        Retire(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return changed(office, out, State.RETIRING, "signs no more; leave its record in DNS for now");
        }
    }

    @Command(
            name = "rotate",
            description = "Make new keys, which take over once DNS shows their records.",
            footer = {"", "Example:  maillon domain key rotate example.org"})
    static final class Rotate extends OfDomain {
        Rotate(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Map<String, Object>> trees = new ArrayList<>();
            int exit = Exit.DONE;
            for (Outcome<DomainKey> made : office.keyKeeper().rotate(domain)) {
                switch (made) {
                    case Outcome.Done<DomainKey>(DomainKey key) -> {
                        sayRecord(out, key);
                        trees.add(tree(key));
                    }
                    case Outcome.Refused<DomainKey>(var _, String sentence) -> {
                        out.complain("maillon: " + sentence);
                        exit = Exit.REFUSED;
                    }
                }
            }
            if (exit == Exit.DONE) {
                out.say("publish these records; the new keys take over by themselves once DNS shows them");
            }
            out.json(trees);
            return exit;
        }
    }

    @Command(
            name = "remove",
            description = "Forget a key that signs no more.",
            footer = {"", "Example:  maillon domain key remove example.org m202411r"})
    static final class Remove extends OfKey {
        Remove(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            return Outcomes.print(out, office.domainKeys().remove(domain, selector), key -> {
                out.say("removed " + key.selector() + "; its record may be taken out of DNS");
                out.json(tree(key));
            });
        }
    }
}
