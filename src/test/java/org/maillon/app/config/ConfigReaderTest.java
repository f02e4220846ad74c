package org.maillon.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
    private static final Path FILE = Path.of("/etc/maillon/maillon.toml");

    static Stream<Arguments> badFiles() {
        return Stream.of(badKeys(), badValues(), badNumbers(), badSense(), notToml())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> badKeys() {
        return Stream.of(
                bad(
                        "a typo in a key names the nearest one",
                        "[submit]|max-message-siz = '1MiB'",
                        "2: unknown key 'max-message-siz' in [submit]; did you mean 'max-message-size'?"),
                bad(
                        "a key of another table says where it belongs",
                        "max-hops = 50",
                        "1: unknown key 'max-hops' at the top of the file; it belongs in [submit]"),
                bad(
                        "a key like no other lists the keys",
                        "[log]|colour-scheme = 'dark'",
                        "2: unknown key 'colour-scheme' in [log]; the keys are level, file"),
                bad(
                        "a typo in a table names the nearest one",
                        "|[sumbit]|max-hops = 50",
                        "2: unknown table [sumbit]; did you mean [submit]?"),
                bad("a key where a table should be", "log = 5", "1: 'log' is a table: write [log] and its keys below"));
    }

    private static Stream<Arguments> badValues() {
        return Stream.of(
                bad(
                        "a rate without a time",
                        "[[site]]|match = '*.example.net'|rate = '100'",
                        "1: in [[site]]: '100' is no rate; write messages per time up to a day, such as 100/1m, 5/s or 1/30s"),
                bad(
                        "a duration without unit",
                        "stop-grace = 10",
                        "1: 'stop-grace' at the top of the file wants a duration in quotes, such as \"5m\""),
                bad(
                        "a duration with a unit there is not",
                        "stop-grace = '10 seconds'",
                        "1: 'stop-grace' at the top of the file: '10 seconds' is not a duration; write a whole number with"
                                + " ms, s, m, h or d, such as 5m"),
                bad(
                        "a size without its unit's spelling",
                        "[submit]|max-message-size = '50MB'",
                        "2: 'max-message-size' in [submit]: '50MB' is not a size; write a whole number with B, KiB, MiB or"
                                + " GiB, such as 50MiB"),
                bad(
                        "a word that is no choice",
                        "[log]|level = 'loud'",
                        "2: 'level' in [log]: 'loud' is none of error, warn, info, debug, trace"),
                bad(
                        "a list expected",
                        "[submit]|relay-from = '10.0.0.0/8'",
                        "2: 'relay-from' in [submit] wants a list: write [\"…\", \"…\"]"),
                bad(
                        "a list of the wrong things",
                        "[submit]|relay-from = [|  '10.0.0.0/8',|  7|]",
                        "2: 'relay-from' in [submit] is a list; each item wants a text in quotes"),
                bad(
                        "a comma inside an item",
                        "[submit]|relay-from = ['::1,::2']",
                        "2: 'relay-from' in [submit] takes no comma within an item; write each as an item of its own"),
                bad(
                        "a truth in quotes",
                        "demo = 'yes'",
                        "1: 'demo' at the top of the file wants true or false, no quotes"));
    }

    private static Stream<Arguments> badNumbers() {
        return Stream.of(
                bad(
                        "a number in quotes",
                        "[submit]|max-hops = '50'",
                        "2: 'max-hops' in [submit] wants a whole number, no quotes"),
                bad(
                        "below the bound",
                        "[submit]|max-hops = 9",
                        "2: 'max-hops' in [submit]: must be at least 10 and at most 1000, not 9"),
                bad(
                        "above the bound",
                        "[submit]|max-hops = 1001",
                        "2: 'max-hops' in [submit]: must be at least 10 and at most 1000, not 1001"),
                bad(
                        "more than a number holds",
                        "[submit]|max-hops = 99999999999999999999",
                        "2: 'max-hops' in [submit]: '99999999999999999999' is not a whole number up to 2147483647"));
    }

    private static Stream<Arguments> badSense() {
        return Stream.of(
                bad("a name that is none", "host-name = 'mail server'", "1: 'mail server' is no host name: "),
                bad("a folder without a name", "data = ''", "1: 'data' names no folder"),
                bad(
                        "a network that is none",
                        "[submit]|relay-from = ['10.0.0.0/33']",
                        "2: 'relay-from' in [submit]: '10"),
                bad("an address that is none", "public-addresses = ['mx1']", "1: 'public-addresses': "),
                bad("no DNS server", "[dns]|servers = ['resolver']", "2: 'servers' in [dns]: 'resolver' is no DNS"),
                bad("a way there is not", "[[route]]|domain = 'a.test'|via = 'pigeon'", "1: in [[route]]: "),
                bad(
                        "two ways for one domain",
                        "[[route]]|domain = 'a.test'|via = 'mx'|[[route]]|domain = 'a.test'|via = 'local'",
                        "4: in [[route]]: There are two routes for 'a.test'"),
                bad("a route for nobody", "[[route]]|via = 'mx'", "1: 'domain' is missing in [[route]]"),
                bad("a listener by name", "[[listener]]|port = 25|address = 'mx'", "3: 'address' in [[listener]]: "),
                bad(
                        "a listener without a port",
                        "[[listener]]|address = '::1'",
                        "1: 'port' is missing in [[listener]]"));
    }

    private static Stream<Arguments> notToml() {
        return Stream.of(
                bad(
                        "a key given twice",
                        "[submit]|max-hops = 50|max-hops = 60",
                        "3: this key stands here for the second time; keep one of them"),
                bad(
                        "a table given twice",
                        "[log]|[submit]|[log]",
                        "3: this table stands here for the second time; put its keys under one header"),
                bad(
                        "a value forgotten",
                        "# comment|host-name =|",
                        "2: not TOML: the line ends too early (a value or a closing quote is missing)"));
    }

    /** A bar in the text is a line end. */
    private static Arguments bad(String reason, String text, String message) {
        return Arguments.of(reason, text.replace('|', '\n') + "\n", "maillon.toml:" + message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void refusesABadFileWithItsLineAndWhatToDo(String reason, String text, String message) {
        assertThat(problems(text)).as(reason).singleElement().asString().startsWith(message);
    }

    @Test
    void listsEveryFaultInTheOrderOfTheLines() {
        assertThat(problems("""
                hostname = "a"
                demo = 1

                [submit]  # a comment with "quotes" and [brackets]
                relay-from = [ "10.0.0.0/8", # one
                  "::1" ]
                max-hops = 5
                max-header-size = "1B"

                [log]
                levle = '''
                info'''
                file = 7
                """))
                .containsExactly(
                        "maillon.toml:1: unknown key 'hostname' at the top of the file; did you mean 'host-name'?",
                        "maillon.toml:2: 'demo' at the top of the file wants true or false, no quotes",
                        "maillon.toml:7: 'max-hops' in [submit]: must be at least 10 and at most 1000, not 5",
                        "maillon.toml:8: 'max-header-size' in [submit]: must be at least 4096, not 1B",
                        "maillon.toml:11: unknown key 'levle' in [log]; did you mean 'level'?",
                        "maillon.toml:13: 'file' in [log] wants a text in quotes");
    }

    @Test
    void readsValuesAndRemembersWhichOnesTheFileGave() {
        LoadedConfig loaded = good("""
                host-name = "mx.example.org"
                data = "mail"
                [submit]
                max-message-size = "1MiB"
                relay-from = []
                """);

        assertThat(loaded.config().main().hostName()).isEqualTo("mx.example.org");
        assertThat(loaded.config().submit().maxMessageSize()).hasToString("1MiB");
        assertThat(loaded.config().submit().relayFrom()).isEmpty();
        assertThat(loaded.config().submit().maxHops()).isEqualTo(100);
        assertThat(loaded.given())
                .containsExactlyInAnyOrder("host-name", "data", "submit.max-message-size", "submit.relay-from");
        assertThat(loaded.data()).isEqualTo(Path.of("/etc/maillon/mail"));
    }

    @Test
    void takesDefaultsWhereThereIsNoFile(@TempDir Path folder) {
        ConfigOutcome outcome = ConfigReader.read(Optional.empty(), folder);

        assertThat(outcome).isInstanceOfSatisfying(ConfigOutcome.Good.class, found -> {
            assertThat(found.loaded().file()).isEmpty();
            assertThat(found.loaded().data()).isEqualTo(folder.toAbsolutePath().resolve("data"));
        });
    }

    @Test
    void refusesAFileThatWasNamedAndIsNotThere(@TempDir Path folder) {
        Path missing = folder.resolve("other.toml");

        assertThat(ConfigReader.read(Optional.of(missing), folder))
                .isEqualTo(new ConfigOutcome.Bad(
                        List.of(new Problem(missing.toAbsolutePath().toString(), 0, "there is no such file"))));
    }

    @Test
    void refusesAFileThatIsNoText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("maillon.toml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 'a'});

        assertThat(ConfigReader.read(Optional.of(file), folder))
                .isEqualTo(new ConfigOutcome.Bad(List.of(new Problem("maillon.toml", 0, "is not UTF-8 text"))));
    }

    @Test
    void readsBackWhatItShows() {
        LoadedConfig loaded = good("""
                host-name = "mx.example.org"
                [log]
                file = 'C:\\tmp\\"x"'
                """);
        String shown = ConfigText.of(loaded);

        assertThat(shown).contains("host-name = \"mx.example.org\"\n").contains("max-hops = 100  # default\n");
        assertThat(good(shown).config()).isEqualTo(loaded.config());
    }

    private static LoadedConfig good(String text) {
        return switch (ConfigReader.parse("maillon.toml", text, FILE)) {
            case ConfigOutcome.Good(LoadedConfig loaded) -> loaded;
            case ConfigOutcome.Bad(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String text) {
        return switch (ConfigReader.parse("maillon.toml", text, FILE)) {
            case ConfigOutcome.Good good ->
                List.of("no problem found in " + good.loaded().config());
            case ConfigOutcome.Bad(List<Problem> problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }
}
