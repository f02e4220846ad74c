package org.maillon.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Messages that our own judgement keeps back until a person has looked. They lie in the queue, held: to release one is to let
 * the queue go on with it, once; to drop one ends its recipients. A recipient decides about itself alone, an operator about
 * all that are left. What nobody looks at is dropped in time, and the oldest where all together grow too large.
 */
public final class Quarantine {
    private final Spool spool;
    private final Desk desk;
    private final HeldRecipients recipients;
    private final InstantSource clock;
    private final QueueSettings settings;

    Quarantine(Spool spool, Desk desk, InstantSource clock, QueueSettings settings) {
        this.spool = spool;
        this.desk = desk;
        this.recipients = new HeldRecipients(spool, desk, clock);
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
        if (heldOf(queued).isEmpty()) {
            return Optional.empty();
        }
        return spool.store()
                .get(Rows.partition(queued.id()), Rows.hold(queued.id()))
                .map(HoldRow::read)
                .filter(HoldRow::quarantined)
                .map(row -> new Quarantined(queued, row.since(), row.why()));
    }

    /** The recipients that are kept back still. */
    public static List<Recipient> heldOf(Queued queued) {
        return queued.open().stream()
                .filter(open -> open.state() == Filter.State.HELD)
                .map(Queued.Open::recipient)
                .toList();
    }

    /** False where it is not, or no longer, in quarantine. */
    public boolean release(QueueId id) {
        return release(id, _ -> true, "by an operator");
    }

    /** For some of its recipients, the others stay; false where it is not, or no longer, in quarantine for any of these. */
    public boolean release(QueueId id, Predicate<Recipient> whose, String by) {
        return recipients.release(id, whose, by);
    }

    /** False where it is not, or no longer, in quarantine. No notice goes to the sender, who may be anybody. */
    public boolean drop(QueueId id, String why) {
        return drop(id, _ -> true, why);
    }

    /** As {@link #release(QueueId, Predicate, String)}. */
    public boolean drop(QueueId id, Predicate<Recipient> whose, String why) {
        return recipients.drop(id, whose, "dropped from quarantine: " + why);
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
