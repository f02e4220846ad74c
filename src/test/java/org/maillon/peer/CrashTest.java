package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/** Law 1 and law 3 on the real process: what was answered 250 survives {@code kill -9}, and a mailbox gets it once. */
@Tag("peer")
class CrashTest {
    private static final int SESSIONS = 20;
    private static final int CRASHES = 3;
    private static final int BETWEEN_CRASHES = 1500;
    private static final String LOCAL = "bob@here.test";
    private static final String REMOTE = "someone@sink.test";

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void whatWasAnswered250IsThereAfterKillNine() throws Exception {
        try (CountingSink sink = CountingSink.counting();
                MaillonProcess maillon =
                        MaillonProcess.start(Setup.on("maillon.test").routing("sink.test", sink.port()))) {
            maillon.host("here.test", "ada", "bob");
            for (int crash = 1; crash <= CRASHES; crash++) {
                loadUntilKilled(maillon, crash * BETWEEN_CRASHES);
                maillon.startAgain();
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> maillon.queued() == 0);
            count(maillon, sink);
        }
    }

    /** Twenty sessions send until {@code enough} answers are in, and the process dies among them. */
    private void loadUntilKilled(MaillonProcess maillon, int enough) throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean(true);
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(Thread.ofVirtual().start(() -> session(maillon, running)));
        }
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(() -> answered.size() >= enough);
        maillon.kill();
        running.set(false);
        for (Thread session : sessions) {
            session.join();
        }
    }

    private void session(MaillonProcess maillon, AtomicBoolean running) {
        try (SmtpDialogue dialogue = maillon.smtp()) {
            while (running.get()) {
                Letter letter = Letters.ofSize("crash-" + begun.incrementAndGet(), 4096);
                dialogue.send("ada@here.test", List.of(LOCAL, REMOTE), letter.octets());
                answered.add(letter.id());
            }
        } catch (IOException _) {
            // The process died under it: what had no answer does not count.
        }
    }

    private void count(MaillonProcess maillon, CountingSink sink) throws IOException {
        Map<String, Integer> stored = new HashMap<>();
        try (Pop3Pickup pickup = maillon.pop3(LOCAL)) {
            for (String header : pickup.headers()) {
                stored.merge(testId(header), 1, Integer::sum);
            }
        }
        List<String> lostHere =
                answered.stream().filter(id -> !stored.containsKey(id)).toList();
        List<String> lostThere =
                answered.stream().filter(id -> sink.times(id, REMOTE) == 0).toList();
        long twiceThere =
                answered.stream().filter(id -> sink.times(id, REMOTE) > 1).count();
        System.out.printf(
                "%d crashes: %d begun, %d answered 250; mailbox holds %d, sink %d (%d of them more than once)%n",
                CRASHES, begun.get(), answered.size(), stored.size(), sink.distinct(), twiceThere);
        assertThat(lostHere).as("answered 250, but not in the mailbox").isEmpty();
        assertThat(lostThere).as("answered 250, but not at the sink").isEmpty();
        assertThat(stored.values()).as("copies in the mailbox").containsOnly(1);
        // SMTP's own window: the sink took it and we died before its 250 was on disk. At most one a session and crash.
        assertThat(twiceThere).isLessThanOrEqualTo((long) CRASHES * SESSIONS);
    }

    private static String testId(String header) {
        return header.lines()
                .filter(line -> line.startsWith("X-Test-Id: "))
                .map(line -> line.substring(11))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no id in " + header));
    }
}
