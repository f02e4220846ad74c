package org.maillon.reports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Bytes;

/**
 * The tallies of one kind, in memory, with their rows in the store.
 *
 * @param <A> what is said once of a domain's day
 * @param <R> a row
 */
final class Counting<A, R> {
    private final Ledger ledger;
    private final Ledger.Kind kind;
    private final TallyRows<A, R> rows;
    private final ReportSettings settings;
    private final Map<Ledger.Day, Tally<A, R>> tallies = new HashMap<>();
    private boolean read;

    Counting(Ledger ledger, Ledger.Kind kind, TallyRows<A, R> rows, ReportSettings settings) {
        this.ledger = ledger;
        this.kind = kind;
        this.rows = rows;
        this.settings = settings;
    }

    /** How a tally is written. */
    interface TallyRows<A, R> {
        Bytes write(Tally<A, R> tally);

        Tally<A, R> read(Bytes value);
    }

    synchronized void add(Ledger.Day day, A about, R row, long count) {
        known();
        Tally<A, R> tally = tallies.get(day);
        if (tally == null) {
            if (tallies.size() >= settings.maxDomains()) {
                return;
            }
            tally = new Tally<>(about);
            tallies.put(day, tally);
        }
        tally.add(about, row, count, settings.maxRows());
    }

    private void known() {
        if (!read) {
            ledger.each(kind, (day, value) -> tallies.put(day, rows.read(value)));
            read = true;
        }
    }

    /** Writes what has changed. */
    synchronized void flush() {
        known();
        tallies.forEach((day, tally) -> {
            if (tally.takeChanged()) {
                ledger.put(kind, day, rows.write(tally));
            }
        });
    }

    /** Days before this one, whose counting is over. */
    synchronized List<Ledger.Day> before(long epochDay) {
        known();
        List<Ledger.Day> over = new ArrayList<>();
        tallies.keySet().stream().filter(day -> day.epochDay() < epochDay).forEach(over::add);
        over.sort(null);
        return over;
    }

    synchronized Tally<A, R> get(Ledger.Day day) {
        Tally<A, R> tally = tallies.get(day);
        if (tally == null) {
            throw new IllegalStateException("no tally of " + day);
        }
        return tally;
    }

    synchronized List<Ledger.Day> all() {
        return before(Long.MAX_VALUE);
    }

    synchronized void forget(Ledger.Day day) {
        tallies.remove(day);
        ledger.delete(kind, day);
    }
}
