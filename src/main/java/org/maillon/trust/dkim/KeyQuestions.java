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

/**
 * The keys of one message, asked for all at once while its body still comes: so many names and no more, within one bound in
 * time for all of them.
 */
public final class KeyQuestions implements AutoCloseable {
    private final PublicKeys keys;
    private final InstantSource clock;
    private final Duration patience;
    private final int most;
    private final Map<String, FutureTask<PublicKeys.Answer>> asked = new HashMap<>();
    private Instant until;

    public KeyQuestions(PublicKeys keys, InstantSource clock, DkimSettings settings) {
        this.keys = keys;
        this.clock = clock;
        this.patience = settings.keyTimeout();
        this.most = settings.maxKeys();
        this.until = clock.instant().plus(patience);
    }

    /** Begins to ask, unless so many names have been asked for already. */
    public void ask(String name) {
        if (asked.size() >= most) {
            return;
        }
        if (asked.isEmpty()) {
            until = clock.instant().plus(patience);
        }
        asked.computeIfAbsent(name, _ -> {
            FutureTask<PublicKeys.Answer> question = new FutureTask<>(() -> keys.find(name));
            Thread.ofVirtual().name("dkim-key " + name).start(question);
            return question;
        });
    }

    public boolean hasAsked(String name) {
        return asked.containsKey(name);
    }

    PublicKeys.Answer answer(String name) {
        FutureTask<PublicKeys.Answer> question = asked.get(name);
        if (question == null) {
            return new PublicKeys.Answer.None(
                    DkimResult.POLICY,
                    "the key at " + name + " was not asked for: those of " + most + " names are for one message");
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
            // a fault of ours must not cost a stranger's message its answer
            return none("the key at " + name + " could not be asked for: " + e.getCause());
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
