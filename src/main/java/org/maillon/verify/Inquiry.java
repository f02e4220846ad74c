package org.maillon.verify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.maillon.kernel.Durations;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server that would take the mail, where we do not remember what it said. However many want to know of an
 * address at one time, it is asked about once; each waits as long as it may, and the question goes on to its end.
 */
public final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int MADE_UP_LENGTH = 20;

    private final Verdicts verdicts;
    private final Prober prober;
    private final RandomGenerator entropy;
    private final InstantSource clock;
    private final Executor threads;
    private final Semaphore places;
    private final ConcurrentHashMap<Address, CompletableFuture<Conclusion>> flights = new ConcurrentHashMap<>();

    public Inquiry(Verdicts verdicts, Prober prober, RandomGenerator entropy, InstantSource clock) {
        this(
                verdicts,
                prober,
                entropy,
                clock,
                question -> Thread.ofVirtual().name("probe").start(question));
    }

    /** @param threads gives each question one of its own */
    Inquiry(Verdicts verdicts, Prober prober, RandomGenerator entropy, InstantSource clock, Executor threads) {
        this.threads = threads;
        this.verdicts = verdicts;
        this.prober = prober;
        this.entropy = entropy;
        this.clock = clock;
        this.places = new Semaphore(verdicts.mostQuestions());
    }

    /** What we know without asking. */
    Optional<Known> remembered(Address address, String way) {
        Optional<Known> itself = verdicts.of(address, way);
        return itself.isPresent()
                ? itself
                : verdicts.of(address.domain(), way).filter(known -> known.kind() != Kind.TELLS_APART);
    }

    /** @param wait after which the answer is that there is none yet */
    Known ask(Address address, String way, Purpose purpose, Duration wait) {
        CompletableFuture<Conclusion> mine = new CompletableFuture<>();
        CompletableFuture<Conclusion> theirs = flights.putIfAbsent(address, mine);
        if (theirs != null) {
            return await(theirs.thenApply(Conclusion::forOthers), way, wait);
        }
        if (!places.tryAcquire()) {
            Conclusion full = Conclusion.notAsked(clock.instant(), way, "as many questions as may be are under way");
            flights.remove(address, mine);
            mine.complete(full);
            return full.verdict();
        }
        take(address, mine, () -> {
            try {
                fly(address, way, purpose, mine);
            } finally {
                places.release();
            }
        });
        return await(mine.thenApply(Conclusion::verdict), way, wait);
    }

    /** A flight that could not begin has to end all the same: who asks next would wait for it in vain, for ever. */
    private void take(Address address, CompletableFuture<Conclusion> flight, Runnable question) {
        try {
            threads.execute(question);
        } catch (RuntimeException | Error e) {
            places.release();
            flights.remove(address, flight);
            flight.completeExceptionally(e);
            LOG.error("an error of ours as {} was to be asked about", address, e);
        }
    }

    private Known await(CompletableFuture<Known> flight, String way, Duration wait) {
        try {
            return flight.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return nothing(way, "no server of its domain has answered within " + Durations.format(wait));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return nothing(way, "the wait for an answer was broken off");
        } catch (ExecutionException _) { // which is in the log
            return nothing(way, "an error of ours stopped the question");
        }
    }

    private Known nothing(String way, String why) {
        return Conclusion.nothing(clock.instant(), way, why).verdict();
    }

    private void fly(Address address, String way, Purpose purpose, CompletableFuture<Conclusion> flight) {
        try {
            Question question = question(address, way, purpose);
            Answer answer = prober.ask(question);
            Conclusion conclusion = Conclusion.of(answer, clock.instant(), way).heardBy(question, answer);
            verdicts.learn(address, conclusion);
            flights.remove(address, flight);
            flight.complete(conclusion);
            verdicts.write(address, conclusion);
        } catch (RuntimeException | Error e) { // whoever waits must hear something
            flights.remove(address, flight);
            flight.completeExceptionally(e);
            LOG.error("an error of ours as {} was asked about", address, e);
        }
    }

    private Question question(Address address, String way, Purpose purpose) {
        boolean domainIsKnown = verdicts.of(address.domain(), way)
                .filter(known -> known.kind() == Kind.TELLS_APART)
                .isPresent();
        return new Question(address, purpose, domainIsKnown ? Optional.empty() : Optional.of(madeUp(address)));
    }

    /** Nobody bears it: 36^20 names. */
    private Address madeUp(Address address) {
        StringBuilder name = new StringBuilder(MADE_UP_LENGTH);
        for (int i = 0; i < MADE_UP_LENGTH; i++) {
            name.append(LETTERS.charAt(entropy.nextInt(LETTERS.length())));
        }
        return new Address(name.toString(), address.domain());
    }
}
