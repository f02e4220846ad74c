package org.maillon.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Messages that our own judgement keeps back until a person has looked. They lie in the queue, held: to release one is to let
 * the queue go on with it, once; to drop one ends its recipients. A recipient decides about itself alone, an operator about
 * all that are left. What nobody looks at is dropped in time, and the oldest where all together grow too large.
 */
public final class Quarantine {
    private static final String DROPPED = "dropped from quarantine: ";

    /** What a recipient counts for in {@code quarantine-size}: a message may have few octets and a thousand of them. */
    private static final int RECIPIENT = 256;

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

    /** At most {@code limit}, of which there are to be few, the oldest first. */
    List<Quarantined> list(Filter filter, int limit) {
        List<Quarantined> found = new ArrayList<>();
        each(filter, Optional.empty(), one -> {
            found.add(one);
            return found.size() < limit;
        });
        return found;
    }

    /**
     * One after the other, the oldest first, as long as {@code goesOn} wants more. Strangers decide how many there are, and
     * for how many recipients each: whoever asks keeps of each what it needs, and of all no more than a bound.
     *
     * @param after where to begin: behind that one
     */
    public void each(Filter filter, Optional<QueueId> after, Predicate<Quarantined> goesOn) {
        desk.each(
                filter.held(),
                after,
                queued -> quarantined(queued).map(goesOn::test).orElse(true));
    }

    public Optional<Quarantined> show(QueueId id) {
        return desk.show(id).flatMap(this::quarantined);
    }

    private Optional<Quarantined> quarantined(Queued queued) {
        if (held(queued).isEmpty()) {
            return Optional.empty();
        }
        return spool.store()
                .get(Rows.partition(queued.id()), Rows.hold(queued.id()))
                .map(HoldRow::read)
                .filter(HoldRow::quarantined)
                .map(row -> new Quarantined(queued, row.since(), row.why()));
    }

    /** The recipients that are kept back still. */
    public static List<Queued.Open> held(Queued queued) {
        return queued.open().stream()
                .filter(open -> open.state() == Filter.State.HELD)
                .toList();
    }

    /** False where it is not, or no longer, in quarantine. */
    public boolean release(QueueId id) {
        return recipients.release(id, _ -> true, "by an operator");
    }

    /**
     * For some of its recipients, the others stay; false where it is not, or no longer, in quarantine for any of these.
     *
     * @param numbers theirs: whose they are was found out before, for nobody else gets at the message meanwhile
     */
    public boolean release(QueueId id, Set<Integer> numbers, String by) {
        return recipients.release(id, numbers::contains, by);
    }

    /** False where it is not, or no longer, in quarantine. No notice goes to the sender, who may be anybody. */
    public boolean drop(QueueId id, String why) {
        return recipients.drop(id, _ -> true, DROPPED + why);
    }

    /** As {@link #release(QueueId, Set, String)}. */
    public boolean drop(QueueId id, Set<Integer> numbers, String why) {
        return recipients.drop(id, numbers::contains, DROPPED + why);
    }

    /** Drops what has been here for too long, and the oldest where all together are too large; holds one at a time. */
    void sweep() {
        long octets = sweepOld();
        long most = settings.quarantineSize().octets();
        if (octets > most) {
            makeRoom(octets - most);
        }
    }

    /** How large the others are. */
    private long sweepOld() {
        Instant before = clock.instant().minus(settings.quarantineFor());
        long[] octets = {0};
        each(Filter.ALL, Optional.empty(), one -> {
            if (one.since().isBefore(before)) {
                drop(one.message().id(), "nobody released it in time (quarantine-for)");
            } else {
                octets[0] += size(one);
            }
            return true;
        });
        return octets[0];
    }

    private void makeRoom(long wanted) {
        long[] octets = {0};
        each(Filter.ALL, Optional.empty(), one -> {
            octets[0] += size(one);
            drop(one.message().id(), "there is no room for more (quarantine-size)");
            return octets[0] < wanted;
        });
    }

    private static long size(Quarantined one) {
        return one.message().size() + (long) RECIPIENT * held(one.message()).size();
    }
}
