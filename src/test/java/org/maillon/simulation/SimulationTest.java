package org.maillon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillon.simulation.World.Outcome;
import org.slf4j.LoggerFactory;

/**
 * The simulation under JUnit: {@code -Dsim.seeds=10000} runs so many, from {@code -Dsim.first=N} on; {@code -Dsim.seed=N}
 * runs that one alone and prints what happens in it.
 */
class SimulationTest {
    private static final Long ONE = Long.getLong("sim.seed");
    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final int SEEDS = Integer.getInteger("sim.seeds", 100);

    /** Each found something once, and runs whatever the range is. */
    private static final long[] KNOWN = {1, 97, 218, 299, 343, 787, 4100};

    private static @Nullable Level before;

    /** A line that is printed waits for whoever else prints: real threads, which no seed decides. */
    @BeforeAll
    static void nothingIsPrintedFromWithin() {
        before = ourLog().getLevel();
        ourLog().setLevel(Level.OFF);
    }

    @AfterAll
    static void theLogIsAsItWas() {
        ourLog().setLevel(before);
    }

    private static Logger ourLog() {
        return (Logger) LoggerFactory.getLogger("org.maillon");
    }

    @Test
    void everyLawHoldsInEveryWorld() {
        if (ONE == null) {
            crowd();
        } else {
            alone(ONE);
        }
    }

    private static void crowd() {
        Crowd crowd = Crowd.of(LongStream.concat(LongStream.of(KNOWN), LongStream.range(FIRST, FIRST + SEEDS)));
        System.out.println(crowd.summary());
        assertThat(crowd.firstWrong().map(SimulationTest::words)).isEmpty();
        assertThat(crowd.answered()).as("messages answered with 250").isGreaterThan(SEEDS);
        assertThat(crowd.repeated()).as("the window of law 2 was met").isPositive();
    }

    private static void alone(long seed) {
        Outcome outcome = new World(seed, true).live();
        outcome.log().forEach(System.out::println);
        System.out.println(outcome.plan());
        assertThat(outcome.wrong().map(_ -> words(outcome))).isEmpty();
    }

    @Test
    void theSameSeedTellsTheSameStoryToTheLetter() {
        for (long seed : new long[] {5, 30, 111}) {
            Outcome one = new World(seed, false).live();
            Outcome other = new World(seed, false).live();
            assertThat(List.of(one, other)).allMatch(outcome -> outcome.wrong().isEmpty());
            assertThat(other.hash()).isEqualTo(one.hash());
            assertThat(other.events()).isEqualTo(one.events()).isPositive();
        }
        assertThat(new World(5, false).live().hash())
                .isNotEqualTo(new World(30, false).live().hash());
    }

    private static String words(Outcome outcome) {
        return "seed " + outcome.seed() + " fails; run it alone:  mvn -B test -Dsim.seed=" + outcome.seed() + "\n"
                + outcome.wrong().orElse("") + "\n" + outcome.plan();
    }
}
