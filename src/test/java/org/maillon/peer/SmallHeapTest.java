package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/** The real server in a heap that more clients want to fill than fit into it. */
@Tag("peer")
class SmallHeapTest {
    private static final int CLIENTS = 180;
    private static final int EACH = 4;
    private static final Letter LARGE = Letters.ofSize("large", 400_000);

    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Map<String, Boolean> taken = new ConcurrentHashMap<>();

    @Test
    void moreLargeMessagesThanTheHeapHoldsAreToldToComeLaterAndNoneIsHarmed() throws Exception {
        try (MaillonProcess maillon =
                MaillonProcess.start(Setup.on("maillon.test").within(":", "-Xmx48m"))) {
            maillon.host("here.test", "ada", "bob");
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(Thread.ofVirtual().start(() -> send(maillon, "heap-" + number)));
            }
            for (Thread client : clients) {
                client.join();
            }
            System.out.println(answers);
            assertThat(maillon.isAlive()).as("the server goes on").isTrue();
            assertThat(answers.keySet()).allMatch(code -> code.matches("250|421|45[12]|cut"));
            assertThat(answers).containsKey("250");
            assertThat(taken).isNotEmpty();

            await().atMost(Duration.ofMinutes(2)).until(() -> maillon.queued() == 0);
            Map<String, Integer> stored = new ConcurrentHashMap<>();
            try (Pop3Pickup pickup = maillon.pop3("bob@here.test")) {
                pickup.each(message -> {
                    String id = Letters.idOf(message);
                    assertThat(LARGE.named(id).isWhole(message)).as(id).isTrue();
                    stored.merge(id, 1, Integer::sum);
                });
            }
            assertThat(stored.keySet()).containsAll(taken.keySet());
            assertThat(stored.values()).containsOnly(1);
            send(maillon, "afterwards");
            assertThat(taken).containsKey("afterwards-0");
        }
    }

    private void send(MaillonProcess maillon, String name) {
        try (SmtpDialogue dialogue = maillon.smtp()) {
            for (int i = 0; i < EACH; i++) {
                Letter letter = LARGE.named(name + "-" + i);
                String answer = dialogue.answer("ada@here.test", "bob@here.test", letter.octets());
                count(answer.substring(0, 3));
                if (answer.startsWith("250")) {
                    taken.put(letter.id(), true);
                }
            }
        } catch (IOException _) {
            count("cut");
        } catch (AssertionError _) {
            count("421"); // instead of a greeting
        }
    }

    private void count(String answer) {
        answers.computeIfAbsent(answer, _ -> new AtomicInteger()).incrementAndGet();
    }
}
