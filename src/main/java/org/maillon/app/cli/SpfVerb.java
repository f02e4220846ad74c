package org.maillon.app.cli;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon trust spf ADDRESS SENDER}. */
@Command(
        name = "spf",
        description = "Ask a sender's domain whether a client may speak for it, and say each step.",
        footer = {"", "Example:  maillon trust spf 192.0.2.7 ada@example.org"})
final class SpfVerb extends OfficeVerb {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The client's IP address.")
    InetAddress address;

    @Parameters(
            index = "1",
            paramLabel = "SENDER",
            arity = "0..1",
            description = "Of MAIL FROM; without one, --helo is asked for.")
    Optional<Address> sender = Optional.empty();

    @Option(names = "--helo", paramLabel = "NAME", description = "What the client calls itself (unknown).")
    String helo = "unknown";

    SpfVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        ReversePath path = sender.<ReversePath>map(ReversePath.Sender::new).orElseGet(ReversePath.Null::new);
        SpfVerdict verdict = office.explainSpf(address, helo, path);
        verdict.steps().forEach(out::say);
        out.say(verdict.result().word() + ": " + verdict.reason() + ".");
        verdict.explanation().ifPresent(words -> out.say("The domain explains: " + words));
        out.say("Terms that asked DNS: " + verdict.lookups() + ".");
        out.json(tree(verdict));
        return switch (verdict.result()) {
            case PASS, NEUTRAL, NONE, SOFTFAIL -> Exit.DONE;
            case FAIL, TEMPERROR, PERMERROR -> Exit.REFUSED;
        };
    }

    private static Map<String, Object> tree(SpfVerdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("result", verdict.result().word());
        tree.put("property", verdict.identity().property());
        tree.put("domain", verdict.domain());
        tree.put("mechanism", verdict.mechanism());
        tree.put("reason", verdict.reason());
        verdict.explanation().ifPresent(words -> tree.put("explanation", words));
        tree.put("lookups", verdict.lookups());
        tree.put("steps", verdict.steps());
        return tree;
    }
}
