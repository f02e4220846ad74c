package org.maillon.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list of addresses, checked in parts, the names of a domain together. Read here, where the command was typed, and asked
 * at the server; what is known already costs nothing, so a list that was broken off is simply begun again.
 */
final class ListCheck {
    /** In one request to the server: at the politest pace it is answered long before the server gives up on it. */
    static final int PART = 100;

    private static final int FAILURES_IN_A_ROW = 3;

    private final Desk desk;
    private final String file;
    private final boolean fresh;
    private final Printer out;
    private final List<Map<String, Object>> bad = new ArrayList<>();
    private final List<Object> results = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int done;

    ListCheck(Desk desk, String file, boolean fresh) {
        this.desk = desk;
        this.file = file;
        this.fresh = fresh;
        this.out = desk.printer();
    }

    int run() {
        if (!(desk instanceof ClientDesk client)) {
            out.complain("maillon: a list is read where the command is typed, not by the server");
            return Exit.REFUSED;
        }
        List<Address> all;
        try {
            all = read(client);
        } catch (NoSuchFileException e) {
            out.complain("maillon: there is no file " + e.getFile());
            return Exit.REFUSED;
        } catch (IOException e) {
            out.complain("maillon: " + file + " cannot be read: " + e.getMessage());
            return Exit.REFUSED;
        }
        int exit = check(client, all);
        summary(all.size());
        return exit;
    }

    private int check(ClientDesk client, List<Address> all) {
        try (Progress progress = Progress.of(desk.terminal, "verify")) {
            return inParts(all, part -> client.runLines(words(part), line -> result(line, all.size(), progress)));
        }
    }

    /**
     * A part that fails does not keep the others from being checked; several in a row do, because then it is not the part.
     *
     * @return how the last one ended that failed
     */
    static int inParts(List<Address> all, ToIntFunction<List<Address>> check) {
        int worst = Exit.DONE;
        int failures = 0;
        for (int from = 0; from < all.size() && failures < FAILURES_IN_A_ROW; from += PART) {
            int exit = check.applyAsInt(all.subList(from, Math.min(all.size(), from + PART)));
            failures = exit == Exit.DONE ? 0 : failures + 1;
            worst = exit == Exit.DONE ? worst : exit;
        }
        return worst;
    }

    private String[] words(List<Address> part) {
        List<String> words = new ArrayList<>(List.of("verify-each"));
        if (fresh) {
            words.add("--fresh");
        }
        words.add("--"); // whatever an address begins with
        part.forEach(address -> words.add(address.toString()));
        return words.toArray(String[]::new);
    }

    private void result(String line, int all, Progress progress) {
        JsonNode tree = JsonMapper.shared().readTree(line);
        done++;
        counts.merge(tree.at("/finding").asString(), 1, Integer::sum);
        if (desk.options.json) {
            results.add(tree);
        }
        progress.clear();
        out.say(tree.at("/line").asString());
        progress.at(done, all, done + " of " + all + missing());
    }

    private String missing() {
        int count = counts.getOrDefault("does-not-exist", 0);
        return count == 0 ? "" : ", " + count + " do not exist";
    }

    private void summary(int all) {
        StringBuilder words = new StringBuilder(done + " of " + all + " checked");
        counts.forEach(
                (finding, count) -> words.append(", ").append(count).append(' ').append(finding.replace('-', ' ')));
        if (!bad.isEmpty()) {
            words.append(", ")
                    .append(bad.size())
                    .append(bad.size() == 1 ? " line is" : " lines are")
                    .append(" no address");
        }
        out.say(words.toString());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("results", results);
        tree.put("bad-lines", bad);
        tree.put("checked", done);
        tree.put("counts", counts);
        out.json(tree);
    }

    /** Each address once; those of a domain together, in the order in which they come. */
    private List<Address> read(ClientDesk client) throws IOException {
        Map<Domain, Map<Address, Integer>> domains = new LinkedHashMap<>();
        try (InputStream in =
                        file.equals("-") ? desk.terminal.in() : Files.newInputStream(client.resolve(Path.of(file)));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    take(text, number, domains);
                }
            }
        }
        return domains.values().stream().flatMap(of -> of.keySet().stream()).toList();
    }

    private void take(String text, int number, Map<Domain, Map<Address, Integer>> domains) {
        switch (Address.parse(text)) {
            case Parsed.Valid<Address>(Address address, int _) ->
                domains.computeIfAbsent(address.domain(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(address, number);
            case Parsed.Invalid<Address>(int _, String why) -> {
                out.complain("line " + number + ": '" + text + "' is no address: " + why);
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("line", number);
                tree.put("text", text);
                tree.put("why", why);
                bad.add(tree);
            }
        }
    }
}
