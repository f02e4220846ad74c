package org.maillon.filter;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.maillon.filter.clamd.ClamdRoom;
import org.maillon.filter.milter.MilterRoom;
import org.maillon.filter.rspamd.RspamdRoom;
import org.maillon.kernel.net.Dialer;

/** One filter of the chain, and what it costs at most: so many messages at one time, and a rest after so many troubles on end. */
public final class FilterLink implements AutoCloseable {
    private final FilterSetting setting;
    private final InstantSource clock;
    private final Examination.Room room;
    private final Semaphore places;
    private final Breaker breaker;
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong troubles = new AtomicLong();

    /** @param clock one that nobody sets */
    public FilterLink(FilterSetting setting, Dialer dialer, InstantSource clock) {
        this(setting, room(setting, dialer, clock), clock);
    }

    FilterLink(FilterSetting setting, Examination.Room room, InstantSource clock) {
        this.setting = setting;
        this.clock = clock;
        this.room = room;
        this.places = new Semaphore(setting.concurrency());
        this.breaker = new Breaker(clock, setting.failures(), setting.rest());
    }

    private static Examination.Room room(FilterSetting setting, Dialer dialer, InstantSource clock) {
        FilterAddress address = FilterAddress.parse(setting.address());
        return switch (setting.kind()) {
            case MILTER -> new MilterRoom(address, dialer, clock);
            case RSPAMD -> new RspamdRoom(address, dialer);
            case CLAMD -> new ClamdRoom(address, dialer);
        };
    }

    /**
     * How it is doing.
     *
     * @param messages it has judged
     * @param troubles in which it counted as down
     * @param trouble the last one, where it is one of some on end; else empty
     */
    public record Status(boolean resting, long messages, long troubles, String trouble) {}

    public Status status() {
        Breaker.Status now = breaker.status();
        return new Status(now.resting(), seen.get(), troubles.get(), now.why());
    }

    public FilterSetting setting() {
        return setting;
    }

    /** Says nothing to it yet. */
    Hearing open() {
        TimeLeft time = new TimeLeft(clock, setting);
        return new Hearing(this, room.open(time), time);
    }

    /** Whoever entered leaves by {@link #leave}. */
    void enter(TimeLeft time) throws IOException {
        if (!breaker.enter()) {
            throw new IOException("left alone for a while after " + setting.failures() + " troubles, the last: "
                    + breaker.status().why());
        }
        boolean entered = false;
        try {
            entered = places.tryAcquire(time.toConnect().toMillis(), TimeUnit.MILLISECONDS);
            if (!entered) {
                throw new IOException(setting.concurrency() + " messages are before it already");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("we are being stopped", e);
        } finally {
            if (!entered) {
                breaker.leftUnsaid();
            }
        }
    }

    void leave() {
        places.release();
    }

    void succeeded() {
        seen.incrementAndGet();
        breaker.succeeded();
    }

    void failed(String why) {
        troubles.incrementAndGet();
        breaker.failed(why);
    }

    void leftUnsaid() {
        breaker.leftUnsaid();
    }

    void sweep() {
        room.sweep();
    }

    @Override
    public void close() {
        room.close();
    }
}
