package org.maillon.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.Wishes;

/** What was asked for a message's handling, as a mark of its row: fields with an octet each in front that names them, in its order. */
final class WishesRow {
    private static final int REQUIRE_TLS = 1;
    private static final int HOLD_FOR = 2;
    private static final int HOLD_UNTIL = 3;
    private static final int DELIVER_BY = 4;
    private static final int PRIORITY = 5;
    private static final int TLS_WAIVED = 6;

    private static final int RETURN = 1;
    private static final int TRACE = 2;
    private static final int OVERDUE = 4;

    private WishesRow() {}

    /** Nothing at all where nothing is asked. */
    static Bytes write(Wishes wishes) {
        ByteWriter out = new ByteWriter(16);
        if (wishes.requireTls()) {
            out.octet(REQUIRE_TLS);
        }
        wishes.release().ifPresent(release -> {
            switch (release) {
                case FutureRelease.After(Duration length) -> out.octet(HOLD_FOR).number(length.toSeconds());
                case FutureRelease.At(Instant moment) -> out.octet(HOLD_UNTIL).number(moment.getEpochSecond());
            }
        });
        wishes.deliverBy().ifPresent(by -> {
            int flags = (by.mode() == DeliverBy.Mode.RETURN ? RETURN : 0)
                    | (by.trace() ? TRACE : 0)
                    | (by.within().isNegative() ? OVERDUE : 0);
            out.octet(DELIVER_BY).octet(flags).number(by.within().abs().toSeconds());
        });
        if (wishes.priority() != 0) {
            out.octet(PRIORITY).octet(wishes.priority() - Wishes.LOWEST_PRIORITY);
        }
        if (wishes.tlsWaived()) {
            out.octet(TLS_WAIVED);
        }
        return out.toBytes();
    }

    static Wishes read(Bytes mark) {
        ByteReader in = new ByteReader(mark);
        Wishes wishes = Wishes.PLAIN;
        int before = 0;
        while (in.hasMore()) {
            int field = in.octet();
            if (field <= before) {
                throw new IllegalStateException("field " + field + " behind " + before + " in a message's wishes");
            }
            wishes = with(wishes, field, in);
            before = field;
        }
        return wishes;
    }

    private static Wishes with(Wishes was, int field, ByteReader in) {
        return switch (field) {
            case REQUIRE_TLS -> new Wishes(true, was.release(), was.deliverBy(), was.priority());
            case HOLD_FOR -> held(was, new FutureRelease.After(Duration.ofSeconds(seconds(in))));
            case HOLD_UNTIL -> held(was, new FutureRelease.At(Instant.ofEpochSecond(in.number())));
            case DELIVER_BY -> new Wishes(was.requireTls(), was.release(), Optional.of(deliverBy(in)), was.priority());
            case PRIORITY -> new Wishes(was.requireTls(), was.release(), was.deliverBy(), priority(in));
            case TLS_WAIVED -> was.waivingTls(); // the last: the others make a new one without
            default -> throw new IllegalStateException("an unknown field " + field + " in a message's wishes");
        };
    }

    private static Wishes held(Wishes was, FutureRelease release) {
        if (was.release().isPresent()) {
            throw new IllegalStateException("two releases in a message's wishes");
        }
        return new Wishes(was.requireTls(), Optional.of(release), was.deliverBy(), was.priority());
    }

    private static DeliverBy deliverBy(ByteReader in) {
        int flags = in.octet();
        long seconds = seconds(in);
        boolean returns = (flags & RETURN) != 0;
        boolean overdue = (flags & OVERDUE) != 0;
        if (flags > (RETURN | TRACE | OVERDUE) || overdue && seconds == 0) {
            throw new IllegalStateException("a BY of the flags " + flags + " in a message's wishes");
        }
        return new DeliverBy(
                Duration.ofSeconds(overdue ? -seconds : seconds),
                returns ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY,
                (flags & TRACE) != 0);
    }

    private static int priority(ByteReader in) {
        int priority = in.octet() + Wishes.LOWEST_PRIORITY;
        if (priority == 0 || priority > Wishes.HIGHEST_PRIORITY) {
            throw new IllegalStateException("a priority of " + priority + " in a message's wishes");
        }
        return priority;
    }

    private static long seconds(ByteReader in) {
        long seconds = in.number();
        if (seconds < 0 || seconds > DeliverBy.MOST_SECONDS) {
            throw new IllegalStateException(seconds + " seconds in a message's wishes");
        }
        return seconds;
    }
}
