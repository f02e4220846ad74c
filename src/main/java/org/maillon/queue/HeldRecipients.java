package org.maillon.queue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.maillon.store.Batch;

/**
 * What is decided about single recipients of a message in quarantine. Who is let go goes on as any other; the hold's
 * row remembers it, until nobody is held any more and the row goes too. Recipients are numbers here: all this happens under
 * the message's lock, where nobody may be asked whose they are.
 */
final class HeldRecipients {
    private final Spool spool;
    private final Desk desk;
    private final InstantSource clock;

    HeldRecipients(Spool spool, Desk desk, InstantSource clock) {
        this.spool = spool;
        this.desk = desk;
        this.clock = clock;
    }

    /** Whom a decision is about, and the hold as it stands. */
    private record Chosen(HoldRow hold, List<Integer> numbers, List<String> addresses, boolean areAll) {}

    boolean release(QueueId id, IntPredicate wanted, String by) {
        return desk.with(id, mail -> {
                    Optional<Chosen> chosen = choose(mail, wanted);
                    chosen.ifPresent(it -> release(mail, it, by));
                    return chosen.isPresent();
                })
                .orElse(false);
    }

    boolean drop(QueueId id, IntPredicate wanted, String why) {
        return desk.with(id, mail -> {
                    Optional<Chosen> chosen = choose(mail, wanted);
                    chosen.ifPresent(it -> drop(mail, it, why));
                    return chosen.isPresent();
                })
                .orElse(false);
    }

    private Optional<Chosen> choose(Mail mail, IntPredicate wanted) {
        QueueId id = mail.id();
        Optional<HoldRow> hold = hold(id).filter(HoldRow::quarantined);
        Optional<Kept> kept = hold.flatMap(_ -> desk.kept(id));
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        List<Recipient> recipients = kept.get().envelope().recipients();
        int[] held = desk.change(_ -> HeldShares.numbers(mail));
        List<Integer> numbers = IntStream.of(held)
                .filter(number -> number < recipients.size() && wanted.test(number))
                .boxed()
                .toList();
        List<String> addresses = numbers.stream()
                .map(number -> recipients.get(number).address().toString())
                .toList();
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chosen(hold.get(), numbers, addresses, numbers.size() == held.length));
    }

    private static int[] sorted(Chosen chosen) {
        return chosen.numbers().stream().mapToInt(Integer::intValue).toArray();
    }

    private Optional<HoldRow> hold(QueueId id) {
        return spool.store().get(Rows.partition(id), Rows.hold(id)).map(HoldRow::read);
    }

    private void release(Mail mail, Chosen chosen, String by) {
        QueueId id = mail.id();
        HoldRow hold = chosen.hold();
        List<Integer> freed = new ArrayList<>(hold.freed());
        freed.addAll(chosen.numbers());
        Batch.Builder batch = Batch.of(Rows.partition(id));
        if (chosen.areAll()) {
            batch.delete(Rows.hold(id));
        } else {
            batch.put(Rows.hold(id), new HoldRow(hold.since(), hold.why(), true, freed).toBytes());
        }
        List<String> whom = chosen.areAll() && hold.freed().isEmpty() ? List.of() : chosen.addresses();
        spool.trace(batch, id, new TraceLine(clock.instant(), TraceLine.Kind.RELEASED, whom, by));
        spool.store().commit(batch.build());
        desk.change(s -> {
            if (chosen.areAll()) {
                s.release(mail, clock.millis());
            } else {
                HeldShares.free(s, mail, sorted(chosen));
            }
            return true;
        });
    }

    private void drop(Mail mail, Chosen chosen, String why) {
        for (Share share : desk.change(_ -> HeldShares.takeOut(mail, sorted(chosen)))) {
            desk.end(share, Collections.nCopies(share.size(), new Fate.Removed(why)));
        }
        QueueId id = mail.id();
        boolean goesOn = desk.change(s -> s.mail(id) == mail);
        if (chosen.areAll() && goesOn) { // others were let go before
            spool.store()
                    .commit(Batch.of(Rows.partition(id)).delete(Rows.hold(id)).build());
            desk.change(s -> {
                s.release(mail, clock.millis());
                return true;
            });
        }
    }
}
