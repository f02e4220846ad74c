package org.maillon.filter.milter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.maillon.filter.Examination;
import org.maillon.filter.FilterAddress;
import org.maillon.filter.TimeLeft;
import org.maillon.kernel.net.Dialer;

/**
 * A milter, and connections to it that wait for their next message (SMFIC_QUIT_NC). One that a milter has closed
 * meanwhile is noticed at the first word, before anything of a message was said, and another one is opened.
 */
public final class MilterRoom implements Examination.Room {
    private static final int MOST_IDLE = 8;
    private static final Duration IDLE_FOR = Duration.ofSeconds(30);

    private final FilterAddress address;
    private final Dialer dialer;
    private final InstantSource clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(MilterTalk talk, Instant since) {}

    public MilterRoom(FilterAddress address, Dialer dialer, InstantSource clock) {
        this.address = address;
        this.dialer = dialer;
        this.clock = clock;
    }

    @Override
    public Examination open(TimeLeft time) {
        return new MilterExamination(this, time);
    }

    /** Agreed on options with, and ready for SMFIC_CONNECT. */
    MilterTalk take(TimeLeft time) throws IOException {
        for (Optional<MilterTalk> kept = latest(); kept.isPresent(); kept = latest()) {
            try {
                kept.get().negotiate(time);
                return kept.get();
            } catch (IOException _) {
                kept.get().close(); // it has been closed meanwhile, or the milter cannot do this: a new one tells
            }
        }
        MilterTalk fresh = new MilterTalk(address.open(dialer, time.toConnect()));
        boolean good = false;
        try {
            fresh.negotiate(time);
            good = true;
            return fresh;
        } finally {
            if (!good) {
                fresh.close();
            }
        }
    }

    /** For the next message, if there is room for it. */
    void giveBack(MilterTalk talk, TimeLeft time) {
        try {
            if (talk.isSound()) {
                talk.send(Packets.QUIT_NEW_CONNECTION, time);
            }
        } catch (IOException _) {
            talk.close();
        }
        if (!talk.isSound() || !kept(talk)) {
            talk.close();
        }
    }

    private synchronized boolean kept(MilterTalk talk) {
        if (closed || idle.size() >= MOST_IDLE) {
            return false;
        }
        idle.addLast(new Idle(talk, clock.instant()));
        return true;
    }

    private synchronized Optional<MilterTalk> latest() {
        return Optional.ofNullable(idle.pollLast()).map(Idle::talk);
    }

    @Override
    public void sweep() {
        Instant before = clock.instant().minus(IDLE_FOR);
        List<MilterTalk> late = new ArrayList<>();
        synchronized (this) {
            while (!idle.isEmpty() && idle.getFirst().since().isBefore(before)) {
                late.add(idle.removeFirst().talk());
            }
        }
        late.forEach(MilterTalk::close);
    }

    @Override
    public void close() {
        List<MilterTalk> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            idle.forEach(one -> all.add(one.talk()));
            idle.clear();
        }
        all.forEach(MilterTalk::close);
    }
}
