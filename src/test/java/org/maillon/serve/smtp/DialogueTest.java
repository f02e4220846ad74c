package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.MemoryTransport;

/**
 * Plays {@code dialogues/smtp/*.dialogue}: {@code C:} is sent with CRLF ({@code C>} without), {@code S:} is what comes back
 * (a final {@code *} stands for anything), {@code S.} that the server has hung up, {@code T:} is the text of the next
 * message taken. {@code \r \n \0 \\ \xHH} are octets. Each is played with all input at once, an octet at a time, and over
 * TCP in turns.
 */
class DialogueTest {
    private static final Path FOLDERS = Path.of("src/test/resources/dialogues");

    private record Step(char kind, String text) {}

    private static List<Step> read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("C: ") || line.equals("C:")) {
                steps.add(new Step('C', octets(line.substring(Math.min(3, line.length()))) + "\r\n"));
            } else if (line.startsWith("C> ")) {
                steps.add(new Step('C', octets(line.substring(3))));
            } else if (line.startsWith("S: ")) {
                steps.add(new Step('S', line.substring(3)));
            } else if (line.equals("S.")) {
                steps.add(new Step('.', ""));
            } else if (line.startsWith("T: ") || line.equals("T:")) {
                steps.add(new Step('T', octets(line.substring(Math.min(3, line.length())))));
            } else {
                assertThat(line.isBlank() || line.startsWith("#"))
                        .as("%s: '%s'", file, line)
                        .isTrue();
            }
        }
        return steps;
    }

    /** One character an octet; what the file holds beyond ASCII goes as UTF-8. */
    private static String octets(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException(text);
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @TestFactory
    Stream<DynamicTest> dialogues() throws IOException {
        List<DynamicTest> tests = dialogues("smtp", intake -> Fixture.server(intake, Fixture.settings()));
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    /** On a listener of role submission, from loopback. */
    @TestFactory
    Stream<DynamicTest> dialoguesOfThoseWhoLogIn() throws IOException {
        List<DynamicTest> tests = dialogues("submission", Fixture::submission);
        assertThat(tests).hasSizeGreaterThan(5);
        return tests.stream();
    }

    private static List<DynamicTest> dialogues(String folder, Function<RecordingIntake, SmtpServer> server)
            throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDERS.resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                List<Step> steps = read(file);
                String name = file.getFileName().toString();
                tests.add(DynamicTest.dynamicTest(name + " at once", () -> inMemory(server, steps, Integer.MAX_VALUE)));
                tests.add(DynamicTest.dynamicTest(name + " by octets", () -> inMemory(server, steps, 1)));
                tests.add(DynamicTest.dynamicTest(name + " over TCP", () -> overTcp(server, steps)));
            }
        }
        return tests;
    }

    private static void inMemory(Function<RecordingIntake, SmtpServer> server, List<Step> steps, int pieceLength)
            throws IOException {
        RecordingIntake intake = new RecordingIntake();
        StringBuilder input = new StringBuilder();
        steps.stream().filter(step -> step.kind() == 'C').forEach(step -> input.append(step.text()));
        List<byte[]> pieces = new ArrayList<>();
        byte[] all = input.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < all.length; from += Math.min(pieceLength, all.length)) {
            pieces.add(Arrays.copyOfRange(all, from, (int) Math.min((long) from + pieceLength, all.length)));
        }
        MemoryTransport transport = new MemoryTransport(pieces).from("127.0.0.1");
        Connection connection = new Connection(transport);
        server.apply(intake).converse(connection);
        connection.flush();
        List<String> heard = transport.written().lines().toList();
        List<String> wanted = steps.stream()
                .filter(step -> step.kind() == 'S')
                .map(Step::text)
                .toList();
        for (int i = 0; i < Math.min(heard.size(), wanted.size()); i++) {
            check(heard.get(i), wanted.get(i));
        }
        assertThat(heard).hasSameSizeAs(wanted);
        checkTaken(steps, intake);
    }

    private static void check(String heard, String wanted) {
        if (wanted.endsWith("*")) {
            assertThat(heard).startsWith(wanted.substring(0, wanted.length() - 1));
        } else {
            assertThat(heard).isEqualTo(wanted);
        }
    }

    private static void checkTaken(List<Step> steps, RecordingIntake intake) {
        assertThat(intake.taken.stream().map(RecordingIntake.Taken::text))
                .isEqualTo(steps.stream()
                        .filter(step -> step.kind() == 'T')
                        .map(Step::text)
                        .toList());
        assertThat(intake.open).as("no message is left half taken").hasValue(0);
    }

    private static void overTcp(Function<RecordingIntake, SmtpServer> server, List<Step> steps) throws IOException {
        RecordingIntake intake = new RecordingIntake();
        try (Listener listener = Fixture.listener(server.apply(intake), Fixture.WIDE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            for (Step step : steps) {
                switch (step.kind()) {
                    case 'C' -> socket.getOutputStream().write(step.text().getBytes(StandardCharsets.ISO_8859_1));
                    case 'S' -> check(Fixture.line(in), step.text());
                    case '.' -> assertThat(in.read()).isEqualTo(-1);
                    default -> {}
                }
            }
        }
        checkTaken(steps, intake);
    }
}
