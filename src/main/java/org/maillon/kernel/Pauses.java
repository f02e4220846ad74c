package org.maillon.kernel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How those wait who wait for a time: the seam at which a simulation lets years pass in seconds. */
public interface Pauses {
    /** On the machine's own clock. */
    Pauses REAL = new Pauses() {
        @Override
        public boolean pause(CountDownLatch until, Duration time) throws InterruptedException {
            return until.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean nap(CountDownLatch until, Duration time) throws InterruptedException {
            return pause(until, time.compareTo(LONGEST_NAP) < 0 ? time : LONGEST_NAP);
        }
    };

    Duration LONGEST_NAP = Duration.ofMillis(200);

    /** Waits for {@code time}, or until the latch opens; whether it is open. */
    boolean pause(CountDownLatch until, Duration time) throws InterruptedException;

    /**
     * As {@link #pause}, for a time that may turn out to be nearer, because a clock is set or something else is to be
     * waited for meanwhile: returns early now and then, so that the caller looks again.
     */
    boolean nap(CountDownLatch until, Duration time) throws InterruptedException;
}
