package org.maillon.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages that our own judgement keeps back until a person has looked. They lie in the queue, held: to release one is to let
 * the queue go on with it, once; to drop one ends its recipients. Those nobody looks at are dropped in time, and the oldest
 * where all together grow too large.
 */
public final class Quarantine {
    private final Spool spool;
    private final Desk desk;
    private final InstantSource clock;
    private final QueueSettings settings;

    Quarantine(Spool spool, Desk desk, InstantSource clock, QueueSettings settings) {
        this.spool = spool;
        this.desk = desk;
        this.clock = clock;
        this.settings = settings;
    }

    /** At most {@code limit}, the oldest first. */
    public List<Quarantined> list(Filter filter, int limit) {
        List<Quarantined> found = new ArrayList<>();
        for (Queued queued : desk.list(filter.held(), Integer.MAX_VALUE)) {
            if (found.size() >= limit) {
                break;
            }
            quarantined(queued).ifPresent(found::add);
        }
        return found;
    }

    public Optional<Quarantined> show(QueueId id) {
        return desk.show(id).flatMap(this::quarantined);
    }

    private Optional<Quarantined> quarantined(Queued queued) {
        return spool.store()
                .get(Rows.partition(queued.id()), Rows.hold(queued.id()))
                .map(HoldRow::read)
                .filter(HoldRow::quarantined)
                .map(row -> new Quarantined(queued, row.since(), row.why()));
    }

    /** False where it is not, or no longer, in quarantine. */
    public boolean release(QueueId id) {
        return show(id).isPresent() && desk.release(Filter.of(id)).messages() > 0;
    }

    /** False where it is not, or no longer, in quarantine. No notice goes to the sender, who may be anybody. */
    public boolean drop(QueueId id, String why) {
        return show(id).isPresent()
                && desk.remove(Filter.of(id), "dropped from quarantine: " + why).messages() > 0;
    }

    /** Drops what has been here for too long, and the oldest where all together are too large. */
    void sweep() {
        Instant before = clock.instant().minus(settings.quarantineFor());
        List<Quarantined> left = new ArrayList<>();
        long octets = 0;
        for (Quarantined one : list(Filter.ALL, Integer.MAX_VALUE)) {
            if (one.since().isBefore(before)) {
                drop(one.message().id(), "nobody released it in time (quarantine-for)");
            } else {
                left.add(one);
                octets += one.message().size();
            }
        }
        long most = settings.quarantineSize().octets();
        for (int i = 0; i < left.size() && octets > most; i++) {
            octets -= left.get(i).message().size();
            drop(left.get(i).message().id(), "there is no room for more (quarantine-size)");
        }
    }
}
