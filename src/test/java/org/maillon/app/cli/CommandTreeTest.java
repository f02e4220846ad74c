package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.app.wiring.CannotStartException;
import picocli.CommandLine;

class CommandTreeTest {
    @TempDir
    Path folder;

    @Test
    void aWordThatIsNoVerbIsAUsageErrorThatNamesTheNearest() {
        var ran = Typed.in(folder, "confg", "show");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err())
                .startsWith("maillon: 'confg' is no verb of maillon")
                .contains("Did you mean: maillon config");
    }

    /** It read "picocli.CommandLine$TypeConversionException: …". */
    @Test
    void anAddressThatIsNoneIsSaidInWords() {
        try (House house = House.open(folder, "")) {
            var ran = house.types("trace", "a b@example.org");

            assertThat(ran.exit()).isEqualTo(Exit.USAGE);
            assertThat(ran.err()).startsWith("maillon: 'a b@example.org' is no address: ");
        } catch (IOException | CannotStartException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDataFolderThatIsAFileIsSaidInWords() throws IOException {
        Files.writeString(folder.resolve("data"), "no folder");

        var ran = Typed.in(folder, "serve");

        assertThat(ran.exit()).isEqualTo(Exit.REFUSED);
        assertThat(ran.err()).contains("is no folder; name another, or move it away");
    }

    @Test
    void whatIsSaidDrivesNoTerminal() {
        assertThat(Printer.printable("a\u001b[31m\u009b2J\u202e\u2028\u2066z\r"))
                .isEqualTo("a?[31m?2J???z?");
        assertThat(Printer.printable("été 邮件 👩\u200d🚀\tx")).isEqualTo("été 邮件 👩\u200d🚀\tx");
    }

    /** A stranger's TXT record once said 'ok' in the name of 'maillon domain dns --check'. */
    @Test
    void othersTextBeginsNoLineOfItsOwn() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Printer printer = new Printer(out, out, false);

        printer.say("seen: v=spf1\nok       example.org MX\r\n");
        printer.complain("maillon: b\nmaillon: c");
        printer.page("ours\n\nand ours");

        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("seen: v=spf1?ok       example.org MX??\nmaillon: b?maillon: c\nours\n\nand ours\n");
    }

    @Test
    void aNounAloneNamesItsVerbs() {
        var ran = Typed.in(folder, "config");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("check").contains("show");
    }

    @Test
    void checksTheConfigurationOfTheFolderItIsStartedIn() throws IOException {
        Files.writeString(folder.resolve("maillon.toml"), "[submit]\nmax-hop = 9\n");

        var ran = Typed.in(folder, "config", "check");

        assertThat(ran.exit()).isEqualTo(Exit.REFUSED);
        assertThat(ran.err())
                .isEqualTo("maillon.toml:2: unknown key 'max-hop' in [submit]; did you mean 'max-hops'?\n");
    }

    @Test
    void saysWhatItStandsOn() throws IOException {
        Files.writeString(folder.resolve("maillon.toml"), "[dns]\nservers = [\"127.0.0.1:1\"]\ntimeout = \"1s\"\n");

        var ran = Typed.in(folder, "doctor", "--json");

        assertThat(ran.exit()).isEqualTo(Exit.REFUSED);
        assertThat(ran.json().valueStream().map(check -> check.get("check").asString()))
                .contains("java", "config", "data", "disk", "server", "dns", "public suffixes");
        assertThat(ran.json()
                        .valueStream()
                        .filter(check -> check.get("check").asString().equals("dns")))
                .allSatisfy(dns -> assertThat(dns.get("good").asBoolean()).isFalse());
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void answersAsJsonOnDemand() throws IOException {
        Files.writeString(folder.resolve("other.toml"), "demo = 1\n");

        var ran = Typed.in(folder, "config", "check", "--config", "other.toml", "--json");

        assertThat(ran.exit()).isEqualTo(Exit.REFUSED);
        assertThat(ran.json().at("/good").asBoolean(true)).isFalse();
        assertThat(ran.json().at("/problems/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void everyVerbHasHelpWithAnExample() {
        List<String> without = new ArrayList<>();
        visit(CommandTree.of(new ClientDesk(Terminal.ofProcess(), folder), new String[0]), without);
        assertThat(without).isEmpty();
    }

    private static void visit(CommandLine command, List<String> without) {
        boolean isVerb = command.getSubcommands().isEmpty();
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        if (isVerb && (!help.contains("Example") || !help.contains("--json"))) {
            without.add(command.getCommandSpec().qualifiedName());
        }
        command.getSubcommands().values().forEach(verb -> visit(verb, without));
    }
}
