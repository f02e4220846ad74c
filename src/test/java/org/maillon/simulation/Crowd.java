package org.maillon.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.maillon.simulation.World.Outcome;

/** Many worlds, each on one thread of its own; what they came to, all together. */
final class Crowd {
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final List<Outcome> wrong = new ArrayList<>();
    private int worlds;
    private long events;
    private long answered;
    private long remote;
    private long repeated;
    private long notices;
    private long runs;
    private Duration lasted = Duration.ZERO;

    static Crowd of(LongStream seeds) {
        Crowd crowd = new Crowd();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Outcome>> lives = seeds.mapToObj(
                            seed -> (Callable<Outcome>) () -> new World(seed, false).live())
                    .toList();
            for (Future<Outcome> life : threads.invokeAll(lives)) {
                crowd.add(life.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return crowd;
    }

    private void add(Outcome outcome) {
        worlds++;
        events += outcome.events();
        answered += outcome.answered();
        remote += outcome.remote();
        repeated += outcome.repeated();
        notices += outcome.notices();
        runs += outcome.runs();
        lasted = lasted.plus(outcome.lasted());
        if (outcome.wrong().isPresent()) {
            wrong.add(outcome);
        }
    }

    /** The one whose story is the shortest. */
    Optional<Outcome> firstWrong() {
        return wrong.stream().min(Comparator.comparingLong(Outcome::events));
    }

    long answered() {
        return answered;
    }

    long repeated() {
        return repeated;
    }

    String summary() {
        return worlds + " worlds, " + wrong.size() + " wrong; " + lasted.toDays() + " days in them, " + runs
                + " runs of the process, " + events + " events, " + answered + " messages answered with 250, " + remote
                + " deliveries to other servers, " + repeated + " of them repeated in law 2's window, " + notices
                + " notices";
    }
}
