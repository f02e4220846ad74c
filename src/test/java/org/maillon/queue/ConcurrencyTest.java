package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyTest {
    /** s: a success with all others running, S: a success with none, r: a refusal with all others running, R: one alone, u: unclear, !: a rest. */
    @ParameterizedTest
    @CsvSource({
        "'', 5, nothing is known",
        "s, 6, grows by one with each success",
        "sss, 8, until it has been refused",
        "SSSS, 5, a success with room left says nothing of more",
        "ssr, 3, a refusal halves it",
        "ssrrrr, 3, those that ran with it are the same refusal",
        "r, 5, a refusal without any success before it asks for a rest and changes nothing by itself",
        "sr, 3, half of six",
        "sruuuuu, 3, what is unclear leaves it",
        "srSSSSS, 3, those that are left of before leave it where it is",
        "srSSSSSsss, 4, then a round of successes brings one more",
        "srSSSSSsssssss, 5, and a longer one the next, which is what fitted",
        "srSSSSSssssssssssss, 5, and there it stays for long",
        "!, 1, after a rest one goes alone",
        "!s, 2, and more if it works",
        "ssssssssssssssssssssssssss, 20, never above the most"
    })
    void learns(String story, int limit, String why) {
        Concurrency concurrency = new Concurrency(5, 20);
        for (int i = 0; i < story.length(); i++) {
            switch (story.charAt(i)) {
                case 's' -> concurrency.worked(concurrency.limit() - 1);
                case 'S' -> concurrency.worked(0);
                case 'r' -> concurrency.refused(concurrency.limit() - 1);
                case 'R' -> concurrency.refused(0);
                case 'u' -> concurrency.unclear();
                default -> concurrency.rests();
            }
        }
        assertThat(concurrency.limit()).as(why).isEqualTo(limit);
    }

    @Test
    void fewerDoNotHelpWhereNothingWorksOrOneAloneIsRefused() {
        assertThat(new Concurrency(5, 20).refused(4)).as("nothing has worked").isTrue();
        Concurrency alone = new Concurrency(1, 20);
        alone.worked(0);
        assertThat(alone.refused(0)).as("it was alone").isTrue();
        Concurrency dies = new Concurrency(3, 3);
        dies.worked(2);
        assertThat(dies.refused(2)).as("others still run").isFalse();
        assertThat(dies.refused(1)).isFalse();
        assertThat(dies.refused(0)).as("and all of them were refused").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "7, 4", "12, 5"})
    void comesToWhatAPeerTakesAndSeldomAsksForMore(int takes, long seed) {
        SplittableRandom entropy = new SplittableRandom(seed);
        Concurrency concurrency = new Concurrency(5, 20);
        ArrayDeque<Boolean> running = new ArrayDeque<>();
        int refused = 0;
        int tries = 20_000;
        long sum = 0;
        for (int i = 0; i < tries; i++) {
            while (running.size() < concurrency.limit()) {
                long taken = running.stream().filter(t -> t).count();
                running.add(taken < takes);
            }
            if (entropy.nextInt(3) == 0) {
                running.addLast(running.removeFirst());
            }
            boolean taken = running.removeFirst();
            int others = running.size();
            if (taken) {
                concurrency.worked(others);
            } else if (concurrency.refused(others)) {
                concurrency.rests();
            }
            refused += !taken && i > 1000 ? 1 : 0;
            sum += concurrency.limit();
            assertThat(concurrency.limit()).isBetween(1, 20);
        }
        assertThat((double) sum / tries).isBetween(0.6 * takes, takes + 1.0);
        assertThat(refused).as("refusals, once it knows").isLessThan(tries / 20);
    }
}
