package org.maillon.reports;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.dns.Resolver;
import org.maillon.store.Store;
import org.maillon.submit.VouchLog;
import org.maillon.trust.dmarc.PublicSuffixes;
import org.maillon.trust.tlsrpt.TlsResults;
import org.maillon.wire.address.Address;
import org.maillon.wire.report.feedback.AggregateReport;
import org.maillon.wire.report.feedback.ReportBounds;
import org.maillon.wire.report.feedback.ReportReader;

/** Reports out and in, joined: what the rooms around hand over, and what is asked of them. */
public final class Reports {
    private final ReportSettings settings;
    private final InstantSource clock;
    private final Counting<DmarcRows.About, AggregateReport.Row> dmarc;
    private final Counting<String, TlsRows.Line> tls;
    private final Received received;
    private final Who who;
    private final Resolver resolver;
    private final Supplier<PublicSuffixes> suffixes;

    /** @param discovery how an author's organization is found here: {@code treewalk} or {@code psl} */
    public record Who(String host, String discovery) {}

    /** Where names are looked up. */
    public record Sources(Resolver resolver, Supplier<PublicSuffixes> suffixes) {}

    /** What became of one domain's report. */
    public record Sent(String kind, String domain, String said) {}

    public Reports(Store store, InstantSource clock, Sources sources, Who who, ReportSettings settings) {
        Ledger ledger = new Ledger(store);
        this.settings = settings;
        this.clock = clock;
        this.resolver = sources.resolver();
        this.suffixes = sources.suffixes();
        this.who = who;
        this.dmarc = new Counting<>(ledger, Ledger.Kind.DMARC, new DmarcRows(), settings);
        this.tls = new Counting<>(ledger, Ledger.Kind.TLS, new TlsRows(), settings);
        ReportReader reader = new ReportReader(new ReportBounds(settings.maxUnpacked(), settings.maxRecords()));
        this.received = new Received(ledger, clock, reader, settings.keep());
    }

    private boolean sends() {
        return !settings.from().isEmpty();
    }

    public VouchLog vouchLog() {
        return sends() && settings.dmarc() ? new DmarcReporting(dmarc, who.discovery()) : VouchLog.NONE;
    }

    public TlsResults tlsResults() {
        return sends() && settings.tls() ? new TlsReporting(tls) : TlsResults.NONE;
    }

    public Received received() {
        return received;
    }

    /** Writes the counts of the last minute down. */
    public void flush() {
        dmarc.flush();
        tls.flush();
    }

    /** What waits to be sent, today's counts among it: kind, domain, rows. */
    public List<Sent> waiting() {
        List<Sent> waiting = new ArrayList<>();
        dmarc.all()
                .forEach(day -> waiting.add(waiting("dmarc", day, dmarc.get(day).size())));
        tls.all().forEach(day -> waiting.add(waiting("tls", day, tls.get(day).size())));
        return waiting;
    }

    private static Sent waiting(String kind, Ledger.Day day, int rows) {
        return new Sent(kind, day.domain(), LocalDate.ofEpochDay(day.epochDay()) + ": " + rows + " rows counted");
    }

    /**
     * Sends what is due.
     *
     * @param now without waiting for a domain's turn in the time over which reports are spread
     */
    public List<Sent> send(Outbox outbox, boolean now) {
        Optional<Address> from = Address.parse(settings.from()).asOptional();
        if (from.isEmpty()) {
            return List.of();
        }
        String organization = settings.organization().isEmpty() ? who.host() : settings.organization();
        String contact = settings.contact().isEmpty() ? from.get().toString() : settings.contact();
        Dispatch dispatch = new Dispatch(
                new Dispatch.Sender(from.get(), organization, contact, who.host()), outbox, resolver, suffixes, clock);
        List<Sent> sent = new ArrayList<>();
        long today = Duration.ofMillis(clock.millis()).toDays();
        for (Ledger.Day day : dmarc.before(today)) {
            if (now || isItsTurn(day)) {
                ended(dispatch.dmarc(day, dmarc.get(day)), day, dmarc, sent);
            }
        }
        for (Ledger.Day day : tls.before(today)) {
            if (now || isItsTurn(day)) {
                ended(dispatch.tls(day, tls.get(day)), day, tls, sent);
            }
        }
        return sent;
    }

    private static void ended(Dispatch.Sent one, Ledger.Day day, Counting<?, ?> counting, List<Sent> sent) {
        if (one.done()) {
            counting.forget(day);
        }
        sent.add(new Sent(one.kind(), one.domain(), String.join("; ", one.said())));
    }

    /** Each domain has its moment, the same each day: not all at midnight (RFC 7489 §7.2). */
    private boolean isItsTurn(Ledger.Day day) {
        long spread = Math.max(1, settings.spread().toMillis());
        long jitter = Math.floorMod(day.domain().hashCode() * 0x9E3779B97F4A7C15L, spread);
        return clock.millis() >= Duration.ofDays(day.epochDay() + 1).toMillis() + jitter;
    }
}
