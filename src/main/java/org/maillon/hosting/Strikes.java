package org.maillon.hosting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Failed log-ins, counted by whatever they have in common. A count ends when nothing was added to it for as long as a
 * failure counts; of too many counts the least used are forgotten. Tries under way are counted too, of which none is
 * forgotten.
 */
final class Strikes {
    private final Cache<String, Integer> counts;
    private final Map<String, Integer> underWay = new HashMap<>();

    Strikes(GuardSettings settings, InstantSource steady) {
        this.counts = Caffeine.newBuilder()
                .maximumSize(settings.entries())
                .expireAfterWrite(settings.failuresFor())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    int of(String whose) {
        Integer count = counts.getIfPresent(whose);
        return count == null ? 0 : count;
    }

    /** The count with this one. */
    int add(String whose) {
        Integer count = counts.asMap().merge(whose, 1, Integer::sum);
        return count == null ? 1 : count;
    }

    /** One more try is under way; false where those under way, if all fail, are as many as may be. */
    boolean begin(String whose, int most) {
        synchronized (underWay) {
            int others = underWay.getOrDefault(whose, 0);
            if (of(whose) + others >= most) {
                return false;
            }
            underWay.put(whose, others + 1);
            return true;
        }
    }

    /** What it came to is counted before. */
    void end(String whose) {
        synchronized (underWay) {
            underWay.computeIfPresent(whose, (_, tries) -> tries > 1 ? (Integer) (tries - 1) : null);
        }
    }

    void take(String whose, int fewer) {
        counts.asMap().computeIfPresent(whose, (_, count) -> count > fewer ? (Integer) (count - fewer) : null);
    }

    void forget(String whose) {
        counts.invalidate(whose);
    }

    long remembered() {
        counts.cleanUp();
        return counts.estimatedSize();
    }

    /** What the next try waits after so many failures. */
    static Duration delay(int failures, GuardSettings settings) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = settings.delayFirst().multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(settings.delayMost()) < 0 ? doubled : settings.delayMost();
    }

    /** A block that comes after {@code before} others. */
    static Duration block(int before, GuardSettings settings) {
        Duration doubled = settings.blockFirst().multipliedBy(1L << Math.min(before, 20));
        return doubled.compareTo(settings.blockMost()) < 0 ? doubled : settings.blockMost();
    }
}
