package org.maillon.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.peer.Letters.Letter;
import org.maillon.queue.QueueId;

/**
 * Clients that send without end, each on a connection of its own that it opens anew whenever it breaks. They remember what
 * was answered {@code 250}; what was under way when a connection broke is sent by nobody again.
 */
final class Senders implements AutoCloseable {
    static final String REMOTE = "someone@sink.test";
    static final List<String> LOCAL = List.of("bob@here.test", "cleo@here.test", "dan@here.test");

    private static final int PAUSE_MILLIS = 20;
    private static final int LARGE_EVERY = 50;
    private static final Letter SMALL = Letters.ofSize("small", 4096);

    /** Above the store's chunk size: in pieces, each on the disk before the next. */
    private static final Letter LARGE = Letters.ofSize("large", 150_000);

    /** @param queueId as the 250 named it */
    record Answered(QueueId queueId, List<String> recipients) {}

    private final MaillonProcess server;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, Answered> answered = new ConcurrentHashMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    Senders(MaillonProcess server, int clients) {
        this.server = server;
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().name("sender").start(this::send));
        }
    }

    private void send() {
        while (over.getCount() > 0) {
            try (SmtpDialogue dialogue = server.smtp()) {
                while (over.getCount() > 0) {
                    sendOne(dialogue);
                }
            } catch (IOException _) {
                pause(); // the server died, or is not up yet
            } catch (AssertionError e) {
                unexpected.add(String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private void sendOne(SmtpDialogue dialogue) throws IOException {
        int number = begun.getAndIncrement();
        Letter letter = letter(number);
        List<String> recipients = recipients(number);
        String reply = dialogue.send("ada@here.test", recipients, letter.octets());
        String id = reply.substring(reply.lastIndexOf(' ') + 1);
        answered.put(letter.id(), new Answered(QueueId.parse(id), recipients));
    }

    private static Letter letter(int number) {
        return (number % LARGE_EVERY == 0 ? LARGE : SMALL).named("crash-" + number);
    }

    /** As it was sent, from the number in its name. */
    static Letter letter(String id) {
        return letter(Integer.parseInt(id.substring(id.indexOf('-') + 1)));
    }

    private static List<String> recipients(int number) {
        String local = LOCAL.get(number / 4 % LOCAL.size());
        return switch (number % 4) {
            case 0 -> List.of(local);
            case 1 -> List.of(REMOTE);
            case 2 -> List.of(local, REMOTE);
            default -> List.of(LOCAL.getFirst(), LOCAL.getLast(), REMOTE);
        };
    }

    private void pause() {
        try {
            var _ = over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    int begun() {
        return begun.get();
    }

    /** By the letter's id. */
    Map<String, Answered> answered() {
        return answered;
    }

    /** Replies other than those a server gives that has room. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Each ends once its message at hand is answered. */
    @Override
    public void close() {
        over.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
