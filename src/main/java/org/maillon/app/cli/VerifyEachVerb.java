package org.maillon.app.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.app.wiring.Maillon;
import org.maillon.verify.Verdict;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code maillon verify-each ADDRESS...}: a part of a list, at the server; a line of JSON for each as soon as it is known.
 * The names of a domain one after the other, over one session; some domains side by side.
 */
@Command(
        name = "verify-each",
        hidden = true,
        description = "Check a part of a list: a line of JSON for each address.",
        footer = {"", "Example:  maillon verify-each ada@example.org bob@example.org"})
final class VerifyEachVerb extends OfficeVerb {
    private static final int SIDE_BY_SIDE = 16;

    /** Names of a domain in a row about which nothing clear is heard; its others would wait for as little. */
    static final int UNCLEAR_IN_A_ROW = 3;

    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Ours or anyone's.")
    List<Address> addresses = List.of();

    @Option(names = "--fresh", description = "Ask anew, whatever is remembered.")
    boolean fresh;

    private final ReentrantLock turn = new ReentrantLock();

    VerifyEachVerb(Desk desk, String[] words) {
        super(desk, words);
    }

    @Override
    int run(Maillon office, Printer out) {
        Map<Domain, List<Address>> domains = new LinkedHashMap<>();
        addresses.forEach(address -> domains.computeIfAbsent(address.domain(), _ -> new ArrayList<>())
                .add(address));
        Semaphore places = new Semaphore(SIDE_BY_SIDE);
        List<Thread> checks = new ArrayList<>();
        try {
            for (List<Address> domain : domains.values()) {
                places.acquire();
                checks.add(Thread.ofVirtual().name("verify-each").start(() -> {
                    try {
                        check(office, domain);
                    } finally {
                        places.release();
                    }
                }));
            }
            for (Thread check : checks) {
                check.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Exit.REFUSED;
        }
        return Exit.DONE;
    }

    /** Ends early where nobody listens any more. */
    private void check(Maillon office, List<Address> domain) {
        int unclear = 0;
        for (Address address : domain) {
            Verdict verdict = unclear < UNCLEAR_IN_A_ROW
                    ? office.verifier().lookInto(address, fresh)
                    : notAsked(office.clock().instant());
            unclear = verdict.finding() instanceof Verdict.Finding.Unknown ? unclear + 1 : 0;
            VerdictText text = new VerdictText(address, verdict);
            Map<String, Object> tree = text.tree(office.clock());
            tree.put("line", text.line(office.clock()));
            if (!say(JsonMapper.shared().writeValueAsString(tree))) {
                return;
            }
        }
    }

    private static Verdict notAsked(Instant now) {
        String why = "not asked: nothing clear was heard of " + UNCLEAR_IN_A_ROW + " names of its domain in a row";
        return new Verdict(
                new Verdict.Finding.Unknown(why, Verdict.Then.GO_ON),
                now,
                "",
                Optional.empty(),
                () -> List.of("Nothing clear was heard of " + UNCLEAR_IN_A_ROW
                        + " names of its domain in a row, so it was not asked."));
    }

    private boolean say(String line) {
        PrintStream out = desk.terminal.out();
        turn.lock();
        try {
            out.print(line + "\n");
            out.flush();
            return !out.checkError();
        } finally {
            turn.unlock();
        }
    }
}
