package org.maillon.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.maillon.kernel.Bytes;
import org.maillon.secrets.KnownSecrets;
import org.maillon.secrets.RunLogs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real program, started as a user starts it: {@code ./maillon serve}, with a folder, an address and ports of its own. */
final class MaillonProcess implements AutoCloseable {
    static final String PASSWORD = KnownSecrets.know("a pass phrase of the tests");

    private static final Path LAUNCHER = Path.of("maillon").toAbsolutePath();

    /** What differs from one test to the next. */
    record Setup(
            String hostName, boolean demo, String address, int smtpPort, List<String> tables, Surroundings around) {
        static Setup on(String hostName) throws IOException {
            return new Setup(hostName, false, "127.0.0.1", Peers.freePort(), List.of(), Surroundings.USUAL);
        }

        /** With the domain and accounts of a first start. */
        Setup asADemo() {
            return new Setup(hostName, true, address, smtpPort, tables, around);
        }

        Setup at(String newAddress, int newPort) {
            return new Setup(hostName, demo, newAddress, newPort, tables, around);
        }

        /** Mail for the domain goes there, whatever DNS says. */
        Setup routing(String domain, int port) {
            return with("[[route]]\ndomain = \"%s\"\nvia = \"smtp://127.0.0.1:%d\"".formatted(domain, port));
        }

        Setup with(String table) {
            List<String> more = new ArrayList<>(tables);
            more.add(table);
            return new Setup(hostName, demo, address, smtpPort, List.copyOf(more), around);
        }

        /** @param shell runs before the server, in the shell that becomes it: {@code ulimit -n 200} */
        Setup within(String shell, String javaOptions) {
            return new Setup(hostName, demo, address, smtpPort, tables, new Surroundings(shell, javaOptions));
        }
    }

    /** What the operating system and the JVM leave the server. */
    record Surroundings(String shell, String javaOptions) {
        static final Surroundings USUAL = new Surroundings(":", "");
    }

    private final Setup setup;
    private final Path folder;
    private final int pop3Port;

    /** What comes before each command line, to run it in another world. */
    private List<String> entrance = List.of();

    private Optional<Process> process = Optional.empty();

    private MaillonProcess(Setup setup, Path folder, int pop3Port) {
        this.setup = setup;
        this.folder = folder;
        this.pop3Port = pop3Port;
    }

    /** Has its folder and configuration, and has never run. */
    static MaillonProcess prepare(Setup setup) throws IOException {
        if (!Files.isExecutable(LAUNCHER)) {
            throw new AssertionError("run the tests in the project's folder: there is no " + LAUNCHER);
        }
        Path folder = Peers.openFolder("maillon-process");
        int pop3Port = Peers.freePort(setup.address());
        Files.writeString(folder.resolve("maillon.toml"), config(setup, pop3Port));
        return new MaillonProcess(setup, folder, pop3Port);
    }

    static MaillonProcess start(Setup setup) throws IOException {
        MaillonProcess maillon = prepare(setup);
        try {
            maillon.startAgain();
            return maillon;
        } catch (AssertionError | RuntimeException e) {
            String log = maillon.log();
            maillon.close();
            throw new AssertionError("Maillon did not start:\n" + log, e);
        }
    }

    private static String config(Setup setup, int pop3Port) {
        String head = """
                host-name = "%s"
                demo = %b

                [[listener]]
                protocol = "smtp"
                address = "%s"
                port = %d

                [[listener]]
                protocol = "pop3"
                address = "%s"
                port = %d

                """.formatted(
                        setup.hostName(), setup.demo(), setup.address(), setup.smtpPort(), setup.address(), pop3Port);
        String tables = String.join("\n\n", setup.tables());
        String http = tables.contains("[http]") ? "" : "\n[http]\nplain = []\n"; // many run beside each other
        return head + tables + "\n" + http;
    }

    /** Lives there from its next start on. */
    void enter(SmallDisk disk) {
        entrance = disk.entrance();
    }

    /** Does not wait for anything. */
    Process launch() throws IOException {
        String script = setup.around().shell() + " && exec \"$0\" \"$@\"";
        List<String> words = new ArrayList<>(entrance);
        words.addAll(List.of("sh", "-c", script, LAUNCHER.toString(), "serve", "--config", config()));
        ProcessBuilder builder = new ProcessBuilder(words);
        if (!setup.around().javaOptions().isEmpty()) {
            builder.environment()
                    .merge("MAILLON_JAVA_OPTS", setup.around().javaOptions(), (all, ours) -> all + " " + ours);
        }
        Process launched = builder.redirectOutput(appendingTo("out"))
                .redirectError(appendingTo("log"))
                .start();
        process = Optional.of(launched);
        return launched;
    }

    private ProcessBuilder.Redirect appendingTo(String name) {
        return ProcessBuilder.Redirect.appendTo(folder.resolve(name).toFile());
    }

    Process process() {
        return process.orElseThrow();
    }

    String config() {
        return folder.resolve("maillon.toml").toString();
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Power off. */
    void kill() throws InterruptedException {
        process().destroyForcibly().waitFor();
    }

    /** As SIGTERM asks for, to the end. */
    void stop() throws InterruptedException {
        Process running = process();
        running.destroy();
        if (!running.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the server does not stop");
        }
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    void startAgain() throws IOException {
        SmtpDialogue.awaitGreeting(setup.address(), setup.smtpPort(), Duration.ofMinutes(2), launch());
    }

    String address() {
        return setup.address();
    }

    int smtpPort() {
        return setup.smtpPort();
    }

    int pop3Port() {
        return pop3Port;
    }

    SmtpDialogue smtp() throws IOException {
        return SmtpDialogue.open(setup.address(), setup.smtpPort());
    }

    Pop3Pickup pop3(String user) throws IOException {
        InetSocketAddress server = Pop3Pickup.at(setup.address(), pop3Port);
        return Pop3Pickup.open(server, user, PASSWORD);
    }

    int stored(String user) throws IOException {
        try (Pop3Pickup pickup = pop3(user)) {
            int count = pickup.count();
            pickup.quit();
            return count;
        }
    }

    List<byte[]> mailOf(String user) throws IOException {
        try (Pop3Pickup pickup = pop3(user)) {
            List<byte[]> all = pickup.all();
            pickup.quit();
            return all;
        }
    }

    /** The domain, and an account for each local part. */
    void host(String domain, String... localParts) throws IOException, InterruptedException {
        verb("domain", "add", domain);
        for (String localPart : localParts) {
            account(localPart + "@" + domain);
        }
    }

    /** One more, of a domain that is there. */
    void account(String address) throws IOException, InterruptedException {
        command("account", "add", address, "--password-stdin")
                .with(Bytes.utf8(PASSWORD + "\n"))
                .run()
                .orFail();
    }

    String verb(String... words) throws IOException, InterruptedException {
        return KnownSecrets.printed(command(words).run().orFail().text());
    }

    JsonNode json(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.add("--json");
        return JsonMapper.shared().readTree(verb(all.toArray(String[]::new)));
    }

    /** Whatever its exit says. */
    JsonNode answer(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.add("--json");
        return JsonMapper.shared()
                .readTree(command(all.toArray(String[]::new)).run().text());
    }

    private Command command(String... words) {
        List<String> all = new ArrayList<>(entrance);
        all.add(LAUNCHER.toString());
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("--config", config()));
        return new Command(all, Bytes.EMPTY, Map.of(), Duration.ofMinutes(1));
    }

    /** Messages in the queue, waiting or held or under way. */
    long queued() throws IOException, InterruptedException {
        return json("queue", "summary").required("messages").asLong();
    }

    /** What a first start made up for one of its accounts. */
    String demoPassword(String account) throws IOException {
        return KnownSecrets.know(Files.readAllLines(folder.resolve("data/demo-accounts.txt")).stream()
                .filter(line -> line.startsWith(account + " "))
                .map(line -> line.substring(account.length()).strip())
                .findFirst()
                .orElseThrow());
    }

    long pid() {
        return process().pid();
    }

    /** Of the operating system's view of the process, in octets. */
    long residentMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** What it says to whoever starts it, passwords of the demo among it, and its log. */
    String log() throws IOException {
        return Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() throws IOException {
        if (process.isPresent()) {
            end(process.get());
        }
        RunLogs.keep(folder.resolve("log"));
        Peers.delete(folder);
    }

    private static void end(Process running) {
        running.destroy();
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
