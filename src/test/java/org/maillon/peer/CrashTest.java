package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.app.wiring.Maillon;
import org.maillon.peer.CountingSink.Arrival;
import org.maillon.peer.MaillonProcess.Setup;
import org.maillon.peer.Senders.Answered;
import org.maillon.queue.TraceLine;
import org.maillon.queue.Traces;

/**
 * Laws 1, 2 and 3 on the real process. Fifty clients send to mailboxes here and to a server elsewhere, and the process is
 * killed at random moments: under load, while it starts and reads its store back, and before it has ever run. Then it is
 * counted what became of each message.
 *
 * <p>A message may reach the other server twice only in SMTP's own window: it took the message and our process died before
 * the end was on disk. So between two copies lies a kill, the first of them was under way when it fell, and the end was
 * recorded once, not before the last copy.
 *
 * <p>{@code -Dcrash.seed=N} plays the same moments again.
 */
@Tag("peer")
class CrashTest {
    private static final int SESSIONS = 50;
    private static final int FIRST_STARTS = 3;
    private static final int ROUNDS = 20;
    private static final int IN_START_EVERY = 4;
    private static final int LONGEST_LOAD = 1500;

    /** The server's bound on attempts at one time, and so on what may be under way when it dies. */
    private static final int ATTEMPTS = 40;

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Round> rounds = new ArrayList<>();

    /** Milliseconds from the launch to the greeting, the last time. */
    private int startTook = 1500;

    /** One life of the process, and how it ended. */
    private record Round(String when, int millis, int answered, int sessionsToTheSink) {}

    @Test
    void whatWasAnswered250IsThereAfterKillNine() throws Exception {
        System.out.println("-Dcrash.seed=" + seed);
        try (CountingSink sink = CountingSink.counting();
                MaillonProcess maillon = MaillonProcess.prepare(Setup.on("maillon.test")
                        .routing("sink.test", sink.port())
                        .with("[queue]\nattempts = " + ATTEMPTS))) {
            maillon.verb("version"); // what a launcher prepares once after a build is no part of this
            for (int i = 0; i < FIRST_STARTS; i++) {
                killInStart(maillon);
            }
            startAgain(maillon);
            maillon.host("here.test", "ada", "bob", "cleo", "dan");
            maillon.kill();
            Senders senders = new Senders(maillon, SESSIONS);
            try (senders) {
                for (int round = 1; round <= ROUNDS; round++) {
                    killed(maillon, sink, senders, round % IN_START_EVERY == 0);
                }
                startAgain(maillon);
            }
            count(maillon, sink, senders);
        }
    }

    private void startAgain(MaillonProcess maillon) throws IOException {
        long from = System.nanoTime();
        maillon.startAgain();
        startTook = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private int killInStart(MaillonProcess maillon) throws IOException, InterruptedException {
        int millis = random.nextInt(startTook + startTook / 4);
        letLive(maillon.launch(), millis);
        maillon.kill();
        return millis;
    }

    private static void letLive(Process process, int millis) throws InterruptedException {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("ended by itself")
                .isFalse();
    }

    private void killed(MaillonProcess maillon, CountingSink sink, Senders senders, boolean inStart) throws Exception {
        int before = senders.answered().size();
        int millis;
        int sessions;
        if (inStart) {
            millis = killInStart(maillon);
            sessions = sink.open();
        } else {
            startAgain(maillon);
            millis = random.nextInt(LONGEST_LOAD);
            letLive(maillon.process(), millis);
            sessions = sink.open();
            maillon.kill();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> sink.open() == 0);
        sink.nextLife();
        rounds.add(
                new Round(inStart ? "start" : "load", millis, senders.answered().size() - before, sessions));
    }

    private void count(MaillonProcess maillon, CountingSink sink, Senders senders) throws Exception {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> maillon.queued() == 0);
        Map<String, Integer> stored = stored(maillon);
        maillon.stop();

        int[] repeats = new int[ROUNDS];
        List<String> wrong = new ArrayList<>(senders.unexpected());
        stored.forEach((copy, times) -> complainUnless(times == 1, copy + ": " + times + " copies", wrong));
        for (int number = 0; number < senders.begun(); number++) {
            String id = "crash-" + number;
            wrong.addAll(repeats(id, sink.arrivals(id, Senders.REMOTE), repeats));
        }
        senders.answered()
                .forEach((id, answer) -> answer.recipients()
                        .forEach(to -> complainUnless(
                                to.equals(Senders.REMOTE) ? sink.times(id, to) > 0 : stored.containsKey(id + " " + to),
                                id + ": answered 250, and not there for " + to,
                                wrong)));
        wrong.addAll(stories(maillon, sink, senders.answered()));
        print(repeats, senders, stored.size(), sink.distinct());

        assertThat(wrong).isEmpty();
        assertThat(Arrays.stream(repeats).max().orElseThrow())
                .as("sent again after one kill: at most what was under way")
                .isLessThanOrEqualTo(ATTEMPTS);
    }

    private static void complainUnless(boolean good, String words, List<String> wrong) {
        if (!good) {
            wrong.add(words);
        }
    }

    /** How often each letter lies in each mailbox, and each of them whole. */
    private static Map<String, Integer> stored(MaillonProcess maillon) throws IOException {
        Map<String, Integer> stored = new HashMap<>();
        for (String account : Senders.LOCAL) {
            try (Pop3Pickup pickup = maillon.pop3(account)) {
                pickup.each(message -> {
                    String id = Letters.idOf(message);
                    assertThat(Senders.letter(id).isWhole(message))
                            .as(id + " is whole")
                            .isTrue();
                    stored.merge(id + " " + account, 1, Integer::sum);
                });
            }
        }
        return stored;
    }

    /** Counts each repeat at the kill that let it happen. */
    private static List<String> repeats(String id, List<Arrival> copies, int[] repeats) {
        List<String> wrong = new ArrayList<>();
        for (int i = 1; i < copies.size(); i++) {
            int life = copies.get(i - 1).life();
            if (life == copies.get(i).life()) {
                wrong.add(id + ": sent twice in one life of the process");
            } else {
                repeats[life]++;
            }
        }
        return wrong;
    }

    /** Law 2, by our own account: each recipient has one end, and none had it while another copy was still to be sent. */
    private static List<String> stories(MaillonProcess maillon, CountingSink sink, Map<String, Answered> answered)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        Path config = Path.of(maillon.config());
        if (!(ConfigReader.read(Optional.of(config), config) instanceof ConfigOutcome.Good(var loaded))) {
            throw new AssertionError("the configuration is bad");
        }
        try (Maillon office = Maillon.open(loaded)) {
            Traces traces = office.queue().traces();
            answered.forEach((id, answer) -> {
                List<TraceLine> ends = traces.story(answer.queueId()).stream()
                        .filter(line -> line.kind() == TraceLine.Kind.DELIVERED)
                        .toList();
                for (String to : answer.recipients()) {
                    List<TraceLine> own = ends.stream()
                            .filter(line -> line.recipients().contains(to))
                            .toList();
                    boolean late = own.size() == 1
                            && sink.arrivals(id, to).stream()
                                    .allMatch(copy -> !copy.at()
                                            .minusMillis(1)
                                            .isAfter(own.getFirst().at()));
                    complainUnless(late, id + " to " + to + ": " + sink.arrivals(id, to) + " and " + own, wrong);
                }
            });
        }
        return wrong;
    }

    private void print(int[] repeats, Senders senders, int stored, int sunk) {
        System.out.println("| round | killed in | after ms | answered 250 | sessions to the sink | sent again |");
        System.out.println("|---:|---|---:|---:|---:|---:|");
        int again = 0;
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            again += repeats[i];
            System.out.printf(
                    "| %d | %s | %d | %d | %d | %d |%n",
                    i + 1, round.when(), round.millis(), round.answered(), round.sessionsToTheSink(), repeats[i]);
        }
        System.out.printf(
                "%d kills, %d of them before the first start was through: %d messages begun, %d answered 250;"
                        + " %d copies in mailboxes, %d messages at the sink, %d sent to it again%n",
                ROUNDS + FIRST_STARTS,
                FIRST_STARTS,
                senders.begun(),
                senders.answered().size(),
                stored,
                sunk,
                again);
    }
}
