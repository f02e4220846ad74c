package org.maillon.reports;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.trust.dmarc.PublicSuffixes;
import org.maillon.trust.dmarc.ReportConsent;
import org.maillon.trust.dmarc.ReportUri;
import org.maillon.trust.tlsrpt.TlsRptRecord;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.feedback.AggregateReport;
import org.maillon.wire.report.feedback.AggregateXmlWriter;
import org.maillon.wire.report.feedback.ReportMessage;
import org.maillon.wire.report.feedback.TlsJson;

/** Sends what was counted of days that are over, each domain's once. What cannot be sent within two days is given up. */
final class Dispatch {
    private static final int GIVEN_UP_AFTER_DAYS = 2;

    private final Sender sender;
    private final Outbox outbox;
    private final Resolver resolver;
    private final Supplier<PublicSuffixes> suffixes;
    private final InstantSource clock;

    /** Who we are in reports. */
    record Sender(Address from, String organization, String contact, String host) {}

    /** What became of one domain's report. */
    record Sent(String kind, String domain, boolean done, List<String> said) {
        Sent {
            said = List.copyOf(said);
        }
    }

    Dispatch(Sender sender, Outbox outbox, Resolver resolver, Supplier<PublicSuffixes> suffixes, InstantSource clock) {
        this.sender = sender;
        this.outbox = outbox;
        this.resolver = resolver;
        this.suffixes = suffixes;
        this.clock = clock;
    }

    private static Instant begin(Ledger.Day day) {
        return Instant.EPOCH.plus(Duration.ofDays(day.epochDay()));
    }

    private static Instant end(Ledger.Day day) {
        return begin(day).plus(Duration.ofDays(1)).minusSeconds(1);
    }

    /** The same for each try, so that whoever gets it twice knows. */
    private String id(Ledger.Day day) {
        return day.epochDay() + "." + day.domain() + "@" + sender.host();
    }

    private boolean isTooLate(Ledger.Day day) {
        return Duration.between(end(day), clock.instant()).toDays() >= GIVEN_UP_AFTER_DAYS;
    }

    Sent dmarc(Ledger.Day day, Tally<DmarcRows.About, AggregateReport.Row> tally) {
        byte[] packed = ReportMessage.packed(
                AggregateXmlWriter.write(report(day, tally)).getBytes(StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        boolean later = false;
        for (ReportUri place : tally.about().places()) {
            Optional<Address> to = place.mailbox().flatMap(Dispatch::address);
            if (to.isEmpty()) {
                said.add(place.uri() + " is no mail address");
            } else if (packed.length > place.most().orElse(Long.MAX_VALUE)) {
                said.add("too large for " + to.get() + ": " + packed.length + " octets"); // RFC 7489 §7.2.1
            } else {
                later |= toOne(day, to.get(), packed, said);
            }
        }
        return new Sent("dmarc", day.domain(), !later || isTooLate(day), said);
    }

    /** True: to be tried again. */
    private boolean toOne(Ledger.Day day, Address to, byte[] packed, List<String> said) {
        ReportConsent consent = new ReportConsent(resolver, suffixes.get());
        return switch (consent.of(day.domain(), to.domain().toString())) {
            case NO -> {
                said.add(to.domain() + " does not agree to get reports for " + day.domain());
                yield false;
            }
            case LATER -> {
                said.add("whether " + to.domain() + " agrees could not be asked");
                yield true;
            }
            case YES -> {
                Optional<String> trouble =
                        outbox.send(sender.from(), to, letter(day, to).dmarc(packed, clock.instant()));
                said.add(trouble.map(why -> to + ": " + why).orElse("sent to " + to));
                yield trouble.isPresent();
            }
        };
    }

    private ReportMessage letter(Ledger.Day day, Address to) {
        return new ReportMessage(sender.host(), day.domain(), id(day), sender.from(), to, begin(day), end(day));
    }

    private static Optional<Address> address(String text) {
        return Address.parse(text).asOptional().filter(address -> address.domain() instanceof Domain.Name);
    }

    private AggregateReport report(Ledger.Day day, Tally<DmarcRows.About, AggregateReport.Row> tally) {
        List<AggregateReport.Row> rows = new ArrayList<>();
        tally.each((row, count) ->
                rows.add(new AggregateReport.Row(row.source(), count, row.evaluated(), row.identifiers(), row.auth())));
        return new AggregateReport(
                "1.0",
                new AggregateReport.Metadata(
                        sender.organization(),
                        sender.from().toString(),
                        sender.contact(),
                        id(day),
                        begin(day),
                        end(day),
                        List.of(),
                        "Maillon"),
                tally.about().policy(),
                rows);
    }

    Sent tls(Ledger.Day day, Tally<String, TlsRows.Line> tally) {
        return switch (resolver.txt("_smtp._tls." + day.domain())) {
            case Lookup.Found<String> found ->
                TlsRptRecord.of(found.records())
                        .map(record -> tls(day, tally, record))
                        .orElseGet(() -> unwanted(day));
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> unwanted(day);
            case Lookup.Failed<String>(String why) -> new Sent("tls", day.domain(), isTooLate(day), List.of(why));
        };
    }

    private static Sent unwanted(Ledger.Day day) {
        return new Sent("tls", day.domain(), true, List.of("it wants no reports"));
    }

    private Sent tls(Ledger.Day day, Tally<String, TlsRows.Line> tally, TlsRptRecord record) {
        if (!outbox.signs(sender.from())) { // RFC 8460 §3: whoever gets it would have to ignore it
            String why = "not sent: mail of " + sender.from() + " is not signed; 'maillon domain key list "
                    + sender.from().domain() + "' says why";
            return new Sent("tls", day.domain(), isTooLate(day), List.of(why));
        }
        byte[] packed =
                ReportMessage.packed(TlsJson.write(TlsDay.report(tally, sender, id(day), begin(day), end(day))));
        List<String> said = new ArrayList<>();
        boolean later = false;
        for (String place : record.places()) {
            Optional<Address> to = ReportUri.of(place).mailbox().flatMap(Dispatch::address);
            if (to.isEmpty()) {
                said.add(place + ": reports go out by mail only");
                continue;
            }
            Optional<String> trouble =
                    outbox.send(sender.from(), to.get(), letter(day, to.get()).tls(packed, clock.instant()));
            said.add(trouble.map(why -> to.get() + ": " + why).orElse("sent to " + to.get()));
            later |= trouble.isPresent();
        }
        return new Sent("tls", day.domain(), !later || isTooLate(day), said);
    }
}
