package org.maillon.trust.dkim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The keys of one message, asked for all at once while its body still comes, within one bound in time for all of them. */
public final class KeyQuestions implements AutoCloseable {
    private final PublicKeys keys;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<String, FutureTask<PublicKeys.Answer>> asked = new HashMap<>();
    private Instant until;

    public KeyQuestions(PublicKeys keys, InstantSource clock, Duration patience) {
        this.keys = keys;
        this.clock = clock;
        this.patience = patience;
        this.until = clock.instant().plus(patience);
    }

    public void ask(String name) {
        if (asked.isEmpty()) {
            until = clock.instant().plus(patience);
        }
        asked.computeIfAbsent(name, _ -> {
            FutureTask<PublicKeys.Answer> question = new FutureTask<>(() -> keys.find(name));
            Thread.ofVirtual().name("dkim-key " + name).start(question);
            return question;
        });
    }

    PublicKeys.Answer answer(String name) {
        FutureTask<PublicKeys.Answer> question = asked.get(name);
        if (question == null) {
            return keys.find(name);
        }
        try {
            long left = Math.max(0, Duration.between(clock.instant(), until).toNanos());
            return question.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return none("the key at " + name + " did not come within " + patience.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return none("the question for the key at " + name + " was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static PublicKeys.Answer none(String why) {
        return new PublicKeys.Answer.None(DkimResult.TEMPERROR, why);
    }

    /** Nobody waits for the answers any more. */
    @Override
    public void close() {
        asked.values().forEach(question -> question.cancel(true));
    }
}
