package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/**
 * The real server without a file descriptor to spare: the operating system's limit is lowered below what it uses while it
 * runs, and raised again.
 */
@Tag("peer")
class DescriptorsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path PRLIMIT = Peers.program("prlimit", "util-linux");
    private static final int USUAL = 500;
    private static final int SESSIONS = 10;
    private static final String WHO = "you@later.test";

    @Test
    void withoutDescriptorsSessionsGoOnMailWaitsAndAllRecoversByItself() throws Exception {
        int later = Peers.freePort();
        try (MaillonProcess maillon = MaillonProcess.start(Setup.on("maillon.test")
                .routing("later.test", later)
                .with("[store]\nwrite-memory = \"4MiB\"\nwal-size = \"4MiB\"")
                .with("[queue]\nretry-after = [\"1s\"]\nrest-first = \"1s\"\nrest-most = \"2s\"")
                .within("ulimit -n " + USUAL, ""))) {
            maillon.host("here.test", "ada", "bob");
            List<SmtpDialogue> inside = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                inside.add(maillon.smtp());
            }
            limit(maillon, descriptors(maillon));
            List<Letter> taken = sendDuringTheShortage(inside);
            Socket outside = knock(maillon);
            assertDoesNotSpin(maillon);
            limit(maillon, USUAL);

            assertThat((char) outside.getInputStream().read())
                    .as("the start of its 220")
                    .isEqualTo('2');
            outside.close();
            try (CountingSink sink = CountingSink.counting(later)) {
                await().atMost(PATIENCE).until(() -> maillon.queued() == 0);
                assertThat(taken).isNotEmpty().allMatch(letter -> sink.times(letter.id(), WHO) == 1);
            }
            List<Letter> after = sendAfterwards(inside);
            await().atMost(PATIENCE).until(() -> maillon.stored("bob@here.test") == after.size());
            assertThat(maillon.mailOf("bob@here.test"))
                    .allMatch(message -> after.stream().anyMatch(letter -> letter.isWhole(message)));
            assertThat(maillon.stored("ada@here.test")).as("bounces").isZero();
        }
    }

    /** Enough for the store to want files it cannot have. Each is taken, or told to come later. */
    private static List<Letter> sendDuringTheShortage(List<SmtpDialogue> inside) throws IOException {
        List<Letter> taken = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 200 && refused < 20; i++) {
            Letter letter = Letters.ofSize("short-" + i, 60_000);
            SmtpDialogue dialogue = inside.get(i % inside.size());
            String answer = dialogue.answer("ada@here.test", WHO, letter.octets());
            assertThat(answer).containsPattern("^(250 2.0.0|451 4.3.0)");
            if (answer.startsWith("250")) {
                taken.add(letter);
            } else {
                refused++;
            }
        }
        System.out.println(taken.size() + " taken, " + refused + " told to come later");
        return taken;
    }

    /** The same sessions, each as it was: no half message stands in the way, and each letter arrives as it is. */
    private static List<Letter> sendAfterwards(List<SmtpDialogue> inside) throws IOException {
        List<Letter> letters = new ArrayList<>();
        for (SmtpDialogue dialogue : inside) {
            Letter letter = Letters.ofSize("after-" + letters.size(), 60_000);
            await().atMost(PATIENCE)
                    .until(() -> dialogue.answer("ada@here.test", "bob@here.test", letter.octets())
                            .startsWith("250"));
            letters.add(letter);
            dialogue.close();
        }
        return letters;
    }

    /** The kernel takes the connection; the server has no descriptor for it, and looks again now and then. */
    private static Socket knock(MaillonProcess maillon) throws IOException {
        Socket socket = new Socket(maillon.address(), maillon.smtpPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void assertDoesNotSpin(MaillonProcess maillon) throws Exception {
        long before = cpuMillis(maillon);
        assertThat(maillon.process().waitFor(2, TimeUnit.SECONDS)).as("ended").isFalse();
        long took = cpuMillis(maillon) - before;
        System.out.println("without descriptors, idle: " + took + " ms of processor time in 2 s");
        assertThat(took).isLessThan(1000);
    }

    private static void limit(MaillonProcess maillon, long descriptors) throws Exception {
        Command.of(PRLIMIT, "--pid", maillon.pid(), "--nofile=" + descriptors + ":")
                .run()
                .orFail();
    }

    private static long descriptors(MaillonProcess maillon) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + maillon.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** User and system time, from fields 14 and 15 of {@code /proc/PID/stat}, in hundredths of a second. */
    private static long cpuMillis(MaillonProcess maillon) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + maillon.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }
}
