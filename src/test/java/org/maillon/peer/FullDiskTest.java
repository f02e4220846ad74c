package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/**
 * The real server on a disk that fills up. New mail is told to wait, readers read on, deliveries go on, memory does not
 * grow, and when there is room again the server takes mail without anybody having touched it. Nothing is lost, and nothing
 * is sent twice: no process died.
 */
@Tag("peer")
class FullDiskTest {
    private static final int MIB = 1 << 20;
    private static final int DISK = 160;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A delivery that the full disk made fail is tried again after a minute or two, as the queue's times have it. */
    private static final Duration UNTIL_DRAINED = Duration.ofMinutes(5);

    /** What a heap grows by while it warms up is within its bound; asked is what grows beside it. */
    private static final String WHOLE_HEAP_FROM_THE_START = "-Xms96m -Xmx96m -XX:+AlwaysPreTouch";

    private static Setup onASmallDisk(String reserve) throws IOException {
        return Setup.on("maillon.test")
                .with("[store]\nreserve = \"" + reserve + "\"\nwrite-memory = \"16MiB\"\nwal-size = \"32MiB\"")
                .within(":", WHOLE_HEAP_FROM_THE_START);
    }

    @Test
    void belowTheReserveNewMailWaitsWhileDeliveriesGoOn() throws Exception {
        int later = Peers.freePort();
        MaillonProcess maillon = MaillonProcess.prepare(onASmallDisk("64MiB").routing("later.test", later));
        try (maillon;
                SmallDisk disk = SmallDisk.at(maillon.data(), DISK)) {
            maillon.enter(disk);
            maillon.startAgain();
            maillon.host("here.test", "ada", "bob");
            List<Letter> waiting = IntStream.range(0, 50)
                    .mapToObj(i -> Letters.ofSize("waiting-" + i, 4096))
                    .toList();
            try (SmtpDialogue dialogue = maillon.smtp()) {
                for (Letter letter : waiting) {
                    dialogue.send("ada@here.test", List.of("bob@here.test", "you@later.test"), letter.octets());
                }
                disk.leave(48 * MIB);

                assertThat(answerTo(dialogue, 4096)).startsWith("452 4.3.1");
                assertThat(answerTo(dialogue, 200_000)).startsWith("452 4.3.1");
                try (CountingSink sink = CountingSink.counting(later)) {
                    maillon.verb("queue", "retry", "--all");
                    await().atMost(UNTIL_DRAINED).until(() -> maillon.queued() == 0);
                    assertThat(waiting).allMatch(letter -> sink.times(letter.id(), "you@later.test") == 1);
                }
                assertThat(maillon.mailOf("bob@here.test")).hasSameSizeAs(waiting);

                disk.free("ballast");
                assertThat(answerTo(dialogue, 4096)).startsWith("250");
                assertThat(answerTo(dialogue, 200_000)).startsWith("250");
            }
        }
    }

    @Test
    void goesOnByItselfAfterTheDiskWasFullToTheLastOctet() throws Exception {
        try (CountingSink sink = CountingSink.counting()) {
            MaillonProcess maillon = MaillonProcess.prepare(onASmallDisk("0").routing("sink.test", sink.port()));
            try (maillon;
                    SmallDisk disk = SmallDisk.at(maillon.data(), DISK)) {
                maillon.enter(disk);
                maillon.startAgain();
                maillon.host("here.test", "ada", "bob", "cleo", "dan");
                Senders senders = new Senders(maillon, 10);
                try (senders) {
                    await().atMost(PATIENCE).until(() -> senders.answered().size() >= 300);
                    disk.leave(0);
                    await().atMost(PATIENCE).until(() -> senders.unexpected().size() >= 50);
                    long before = maillon.residentMemory();
                    assertThat(maillon.mailOf(Senders.LOCAL.getFirst())).isNotEmpty();
                    disk.leave(0);
                    await().atMost(PATIENCE).until(() -> senders.unexpected().size() >= 1000);
                    long after = maillon.residentMemory();
                    System.out.printf("resident: %d KiB, then %d KiB%n", before >> 10, after >> 10);
                    assertThat(after).isLessThan(before + 32 * MIB);

                    disk.free("ballast");
                    int answered = senders.answered().size();
                    await().atMost(PATIENCE).until(() -> senders.answered().size() >= answered + 100);
                }
                await().atMost(UNTIL_DRAINED).until(() -> maillon.queued() == 0);
                senders.unexpected().stream().distinct().forEach(System.out::println);
                assertThat(senders.unexpected()).allMatch(said -> said.contains("heard: 452 4.3.1"));
                assertNothingLost(maillon, sink, senders);
            }
        }
    }

    private static String answerTo(SmtpDialogue dialogue, int size) throws IOException {
        return dialogue.answer(
                "ada@here.test", "bob@here.test", Letters.ofSize("more", size).octets());
    }

    /** Nobody died, so there is nothing that the peer took and we do not know of: once means once, there too. */
    private static void assertNothingLost(MaillonProcess maillon, CountingSink sink, Senders senders)
            throws IOException {
        Map<String, Integer> stored = new HashMap<>();
        for (String account : Senders.LOCAL) {
            try (Pop3Pickup pickup = maillon.pop3(account)) {
                pickup.each(message -> stored.merge(Letters.idOf(message) + " " + account, 1, Integer::sum));
            }
        }
        assertThat(stored.values()).containsOnly(1);
        senders.answered()
                .forEach((id, answer) -> answer.recipients().forEach(to -> {
                    if (to.equals(Senders.REMOTE)) {
                        assertThat(sink.times(id, to)).as(id).isEqualTo(1);
                    } else {
                        assertThat(stored).containsKey(id + " " + to);
                    }
                }));
    }
}
