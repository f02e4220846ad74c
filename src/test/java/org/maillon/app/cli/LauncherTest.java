package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code ./maillon} script itself, with JDKs and a Maven of our own making around it. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("maillon").toAbsolutePath();

    @TempDir
    Path folder;

    record Ran(int exit, String out, String err) {}

    @Test
    void saysInOneSentenceWhatToInstallWhereThereIsNoJdk() throws Exception {
        Ran ran = run(Map.of("MAILLON_JDK_FOLDERS", ""), "version");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).startsWith("maillon: no JDK 25 or newer found").contains("install one", "JAVA_HOME");
    }

    @Test
    void passesAnOlderJdkOverAndFindsANewerOneInTheUsualFolders() throws Exception {
        Path old = jdk("jdk-21", "21.0.9");
        jdk("jdk-26", "26");

        Ran ran = run(Map.of("JAVA_HOME", old.toString(), "MAILLON_JDK_FOLDERS", folder + "/jdk-*"), "domain", "a b");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("jdk-26 ran with").contains("-jar").endsWith("domain|a b|\n");
    }

    @Test
    void prefersTheJdkOfJavaHome() throws Exception {
        Path chosen = jdk("chosen", "25.0.1");
        jdk("jdk-26", "26");

        Ran ran = run(Map.of("JAVA_HOME", chosen.toString(), "MAILLON_JDK_FOLDERS", folder + "/jdk-*"), "version");

        assertThat(ran.out()).contains("chosen ran with");
    }

    @Test
    void handsTheUsersOptionsToTheJvm() throws Exception {
        Path chosen = jdk("chosen", "25");

        Ran ran = run(Map.of("JAVA_HOME", chosen.toString(), "MAILLON_JAVA_OPTS", "-Xmx2g -Dx=y"), "version");

        assertThat(ran.out()).contains("|-Xmx2g|-Dx=y|");
    }

    @Test
    void leavesTheChoiceOfACollectorToWhoeverNamesOne() throws Exception {
        Path chosen = jdk("chosen", "25");

        Ran ran = run(Map.of("JAVA_HOME", chosen.toString(), "MAILLON_JAVA_OPTS", "-XX:+UseZGC"), "version");

        assertThat(ran.out()).contains("|-XX:+UseZGC|").doesNotContain("UseSerialGC");
    }

    /** The wider heap goes with the collector that it was measured with. */
    @ParameterizedTest
    @CsvSource({
        "4,    serve,   '',           true,  true",
        "4,    version, '',           true,  false",
        "4,    serve,   -Xmx48m,      true,  true",
        "4,    serve,   -XX:+UseZGC,  false, false",
        "5,    serve,   '',           false, false",
        "'',   serve,   '',           true,  true",
    })
    void givesAServerOnFewProcessorsTheSerialCollectorAndAWiderHeap(
            String processors, String verb, String options, boolean serial, boolean wide) throws Exception {
        Path chosen = jdk("chosen", "25");
        Path getconf = Files.writeString(
                Files.createDirectories(folder.resolve("tools")).resolve("getconf"),
                "#!/bin/sh\n" + (processors.isEmpty() ? "exit 1" : "echo " + processors) + "\n");
        assertThat(getconf.toFile().setExecutable(true)).isTrue();

        Ran ran = run(Map.of("JAVA_HOME", chosen.toString(), "MAILLON_JAVA_OPTS", options), verb);

        assertThat(ran.out().contains("|-XX:+UseSerialGC|")).isEqualTo(serial);
        assertThat(ran.out().contains("|-XX:InitialRAMPercentage=5|")).isEqualTo(wide);
        assertThat(ran.out()).contains("|-XX:InlineSmallCode=1200|").contains("|" + options);
    }

    @ParameterizedTest
    @CsvSource({"3000, 3200, ':~0x80000'", "3000, 3100, ''", "3000, 2000, ''", "'', 'no number', ''"})
    void keepsTheArithmeticThatSignsFasterByATwentieth(String usual, String other, String kept) throws Exception {
        Path chosen = jdk("chosen", "25");
        Files.writeString(
                chosen.resolve("bin/java"), """
                #!/bin/sh
                case "$*" in
                    *sign-speed) if [ -n "${OPENSSL_ia32cap:-}" ]; then echo 'OTHER'; else echo 'USUAL'; fi ;;
                    *prepare*) mkdir -p "$(dirname "$0")/../../home/target/native" ;;
                    *) echo "with ${OPENSSL_ia32cap:-nothing}" ;;
                esac
                """.replace("OTHER", other).replace("USUAL", usual));

        Ran ran = run(Map.of("JAVA_HOME", chosen.toString()), "version");

        assertThat(ran.out()).isEqualTo("with " + (kept.isEmpty() ? "nothing" : kept) + "\n");
        Ran told = run(Map.of("JAVA_HOME", chosen.toString(), "OPENSSL_ia32cap", ":0"), "version");
        assertThat(told.out()).as("what the operator says holds").isEqualTo("with :0\n");
    }

    @Test
    void runsFromAHomeWithASpaceInItsName() throws Exception {
        Path chosen = jdk("chosen", "25");
        Path home = Files.move(install(), folder.resolve("my home"));
        Files.createDirectories(home.resolve("target/native"));

        Ran ran = start(Map.of("JAVA_HOME", chosen.toString()), home.resolve("maillon"), "version");

        assertThat(ran.out())
                .contains("|-Djava.library.path=" + home.toRealPath().resolve("target/native") + "|")
                .contains("|" + home.toRealPath().resolve("target/maillon.jar") + "|version|");
    }

    @Test
    void findsItsHomeThroughALink() throws Exception {
        Path chosen = jdk("chosen", "25");
        Path home = install();
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("maillon"));

        Ran ran = start(Map.of("JAVA_HOME", chosen.toString()), link, "version");

        assertThat(ran.out())
                .contains(home.toRealPath().resolve("target/maillon.jar").toString());
    }

    @Test
    void saysWhatIsMissingWhereThereIsNothingToRunAndNoMaven() throws Exception {
        Path chosen = jdk("chosen", "25");
        Path home = install();
        Files.delete(home.resolve("target/maillon.jar"));

        Ran ran = start(Map.of("JAVA_HOME", chosen.toString()), home.resolve("maillon"), "version");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("Maven (mvn) is not installed");
    }

    private Ran run(Map<String, String> environment, String... words) throws Exception {
        return start(environment, install().resolve("maillon"), words);
    }

    /** A home with script and jar, and no sources to be newer. */
    private Path install() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("target"));
        Files.writeString(home.resolve("target/maillon.jar"), "");
        if (Files.notExists(home.resolve("maillon"))) {
            Files.copy(SCRIPT, home.resolve("maillon"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return home;
    }

    /** A folder that looks like a JDK, whose java prints how it was called. */
    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(jdk.resolve("bin/java"), """
                #!/bin/sh
                printf '%s ran with' NAME
                printf '%s|' '' "$@"
                printf '\\n'
                """.replace("NAME", name));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return jdk;
    }

    private Ran start(Map<String, String> environment, Path script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools().toString());
        builder.environment().put("MAILLON_JDK_FOLDERS", "");
        builder.environment().putAll(environment);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** A PATH with the tools that the script uses, and neither java nor mvn. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of(
                "sed",
                "dirname",
                "readlink",
                "find",
                "head",
                "cksum",
                "ls",
                "cat",
                "mkdir",
                "rmdir",
                "rm",
                "mv",
                "uname",
                "getconf")) {
            for (String bin : List.of("/usr/bin/", "/bin/")) {
                Path real = Path.of(bin + tool);
                if (Files.exists(real) && Files.notExists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), real);
                }
            }
        }
        return tools;
    }
}
