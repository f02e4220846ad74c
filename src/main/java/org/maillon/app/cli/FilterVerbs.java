package org.maillon.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.wiring.Maillon;
import org.maillon.filter.FilterChain;
import org.maillon.filter.FilterLink;
import org.maillon.filter.FilterSetting;
import org.maillon.filter.Handover;
import org.maillon.kernel.SteadyClock;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon filter …}. */
@Command(name = "filter", description = "Programs that look at messages before they are taken.")
final class FilterVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new FilterVerbs())
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Test(desk));
    }

    @Command(
            name = "list",
            description = "List the links of the chain in their order, and how each is doing.",
            footer = {"", "Example:  maillon filter list"})
    static final class Ls extends OfficeVerb {
        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<FilterLink> links = office.screening().filters().links();
            if (links.isEmpty()) {
                out.say("no filter is configured; a [[filter]] in maillon.toml names one");
            }
            out.table(
                    List.of("FILTER", "KIND", "ADDRESS", "ORDER", "SEES", "WHEN DOWN", "JUDGED", "TROUBLES", "STATE"),
                    links.stream().map(Ls::row).toList());
            out.json(links.stream().map(Ls::tree).toList());
            return Exit.DONE;
        }

        private static List<String> row(FilterLink link) {
            FilterSetting setting = link.setting();
            FilterLink.Status status = link.status();
            return List.of(
                    setting.title(),
                    word(setting.kind()),
                    setting.address(),
                    Integer.toString(setting.order()),
                    word(setting.direction()),
                    word(setting.whenDown()),
                    Long.toString(status.messages()),
                    Long.toString(status.troubles()),
                    state(status));
        }

        private static String state(FilterLink.Status status) {
            String trouble = status.trouble().isEmpty() ? "" : ": " + status.trouble();
            return status.resting()
                    ? "left alone for a while" + trouble
                    : trouble.isEmpty() ? "good" : "in trouble" + trouble;
        }

        private static Map<String, Object> tree(FilterLink link) {
            FilterSetting setting = link.setting();
            FilterLink.Status status = link.status();
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("filter", setting.title());
            tree.put("kind", word(setting.kind()));
            tree.put("address", setting.address());
            tree.put("order", setting.order());
            tree.put("direction", word(setting.direction()));
            tree.put("whenDown", word(setting.whenDown()));
            tree.put("judged", status.messages());
            tree.put("troubles", status.troubles());
            tree.put("resting", status.resting());
            tree.put("trouble", status.trouble());
            return tree;
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "test",
            description = "Show a message to each link, and say what it finds. Nothing is sent anywhere.",
            footer = {"", "Example:  maillon filter test message.eml --from eve@example.net --to ada@example.org"})
    static final class Test extends Verb {
        @Parameters(paramLabel = "FILE", description = "A message, as it lies in a mailbox.")
        Path file = Path.of("");

        @Option(names = "--from", paramLabel = "ADDRESS", description = "The envelope's sender; without it none.")
        Optional<Address> sender = Optional.empty();

        @Option(
                names = "--to",
                paramLabel = "ADDRESS",
                description = "The envelope's recipient (postmaster@localhost).")
        Address recipient = Converters.address("postmaster@localhost");

        @Option(names = "--client", paramLabel = "IP", description = "Where it comes from (127.0.0.1).")
        String client = "127.0.0.1";

        Test(Desk desk) {
            super(desk);
        }

        @Override
        int run(Printer out) {
            return switch (desk.readConfig()) {
                case ConfigOutcome.Bad(List<Problem> problems) -> {
                    problems.forEach(problem -> out.complain("maillon: " + problem));
                    yield Exit.REFUSED;
                }
                case ConfigOutcome.Good(LoadedConfig loaded) ->
                    run(loaded.config().filter(), out);
            };
        }

        private int run(List<FilterSetting> settings, Printer out) {
            try (SocketDialer dialer = new SocketDialer();
                    FilterChain chain = FilterChain.of(settings, dialer, SteadyClock.from(InstantSource.system()))) {
                List<Map<String, Object>> trees = new ArrayList<>();
                for (FilterLink link : chain.links()) {
                    FilterChain.Outcome outcome = show(chain.openAt(link));
                    out.say(link.setting().title() + ": " + outcome.verdict().word());
                    outcome.said().forEach(words -> out.say("  " + words));
                    outcome.edits().forEach(edit -> out.say("  wants: " + EditText.of(edit)));
                    trees.add(tree(link, outcome));
                }
                if (trees.isEmpty()) {
                    out.say("no filter is configured; a [[filter]] in maillon.toml names one");
                }
                out.json(trees);
                return Exit.DONE;
            } catch (IOException e) {
                out.complain("maillon: " + file + " cannot be read");
                return Exit.REFUSED;
            } catch (IllegalArgumentException e) {
                out.complain("maillon: " + e.getMessage());
                return Exit.USAGE;
            }
        }

        private FilterChain.Outcome show(FilterChain.Passing passing) throws IOException {
            try (passing;
                    InputStream message = Files.newInputStream(file)) {
                passing.begin(handover());
                CrLf lines = new CrLf();
                byte[] piece = new byte[16 * 1024];
                for (int length = message.read(piece); length >= 0; length = message.read(piece)) {
                    byte[] octets = lines.of(piece, length);
                    passing.write(octets, 0, octets.length);
                }
                return passing.finish();
            }
        }

        private Handover handover() {
            return new Handover(
                    new Handover.Visitor(
                            InetAddress.ofLiteral(client),
                            "localhost",
                            "localhost",
                            Optional.empty(),
                            Optional.empty()),
                    sender.<ReversePath>map(ReversePath.Sender::new).orElseGet(ReversePath.Null::new),
                    List.of(),
                    List.of(new Handover.Addressee(recipient, List.of())),
                    "test");
        }

        private static Map<String, Object> tree(FilterLink link, FilterChain.Outcome outcome) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("filter", link.setting().title());
            tree.put("verdict", outcome.verdict().word());
            tree.put("said", outcome.said());
            tree.put("wants", outcome.edits().stream().map(EditText::of).toList());
            return tree;
        }
    }
}
