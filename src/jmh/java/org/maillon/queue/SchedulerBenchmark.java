package org.maillon.queue;

import java.util.concurrent.TimeUnit;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message through the scheduler, from its coming to the end of its only attempt, beside sites that have one waiting each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchedulerBenchmark {
    private static final long LATER = Long.MAX_VALUE / 2;
    private static final int[] ONE = {0};
    private static final int[] NONE = {};

    @Param({"1", "1000"})
    private int sites;

    private final Scheduler scheduler = new Scheduler(Settings.defaults(QueueSettings.class));
    private Destination[] destinations = {};
    private int serial;
    private long now;

    @Setup
    public void fill() {
        destinations = new Destination[sites];
        for (int i = 0; i < sites; i++) {
            destinations[i] = new Destination("smtp://peer" + i + ".example");
            add(destinations[i], LATER);
        }
    }

    @Benchmark
    public Object comesAndGoes() {
        now++;
        add(destinations[serial % sites], now);
        Share share = scheduler.next(now).orElseThrow();
        scheduler.ended(share, NONE, Scheduler.Health.WORKS, 0, now);
        return share;
    }

    private void add(Destination destination, long due) {
        Mail mail = scheduler.add(QueueId.of(now, 0, serial++), TenantId.DEFAULT, ServerId.DEFAULT);
        mail.open = 1;
        scheduler.await(mail, destination, ONE, 0, due);
    }
}
