package org.maillon.reports;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dmarc.ReportUri;
import org.maillon.wire.report.feedback.AggregateReport.Auth;
import org.maillon.wire.report.feedback.AggregateReport.DkimAuth;
import org.maillon.wire.report.feedback.AggregateReport.Evaluated;
import org.maillon.wire.report.feedback.AggregateReport.Identifiers;
import org.maillon.wire.report.feedback.AggregateReport.PublishedPolicy;
import org.maillon.wire.report.feedback.AggregateReport.Reason;
import org.maillon.wire.report.feedback.AggregateReport.Row;
import org.maillon.wire.report.feedback.AggregateReport.SpfAuth;

/** How a domain's day of DMARC is written: format, policy, where reports go, and the rows with their counts. */
final class DmarcRows implements Counting.TallyRows<DmarcRows.About, Row> {
    private static final int FORMAT = 1;

    /** What the domain published when it was last seen. */
    record About(PublishedPolicy policy, List<ReportUri> places) {
        About {
            places = List.copyOf(places);
        }
    }

    @Override
    public Bytes write(Tally<About, Row> tally) {
        ByteWriter out = new ByteWriter(1024).octet(FORMAT);
        PublishedPolicy policy = tally.about().policy();
        out.text(policy.domain())
                .text(policy.dkimAlignment())
                .text(policy.spfAlignment())
                .text(policy.policy())
                .text(policy.subdomains())
                .text(policy.nonexistent())
                .flag(policy.testing())
                .text(policy.discovery())
                .text(policy.failureOptions());
        out.list(tally.about().places(), (to, place) -> {
            to.text(place.uri());
            to.flag(place.most().isPresent()).number(place.most().orElse(0));
        });
        out.number(tally.size());
        tally.each((row, count) -> row(out, row, count));
        return out.toBytes();
    }

    private static void row(ByteWriter out, Row row, long count) {
        out.text(row.source()).number(count);
        out.text(row.evaluated().disposition())
                .text(row.evaluated().dkim())
                .text(row.evaluated().spf());
        out.list(
                row.evaluated().reasons(),
                (to, reason) -> to.text(reason.type()).text(reason.comment()));
        out.optional(row.identifiers().envelopeTo(), ByteWriter::text)
                .text(row.identifiers().envelopeFrom())
                .text(row.identifiers().headerFrom());
        out.list(
                row.auth().dkim(),
                (to, dkim) -> to.text(dkim.domain()).text(dkim.selector()).text(dkim.result()));
        out.list(
                row.auth().spf(),
                (to, spf) -> to.text(spf.domain()).text(spf.scope()).text(spf.result()));
    }

    @Override
    public Tally<About, Row> read(Bytes value) {
        ByteReader in = new ByteReader(value);
        in.octet(); // one format so far
        PublishedPolicy policy = new PublishedPolicy(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.flag(), in.text(), in.text());
        About about = new About(policy, in.list(DmarcRows::place));
        Tally<About, Row> tally = new Tally<>(about);
        for (int left = in.count(); left > 0; left--) {
            row(in, about, tally);
        }
        tally.takeChanged();
        return in.whole(tally);
    }

    private static ReportUri place(ByteReader in) {
        String uri = in.text();
        boolean bounded = in.flag();
        long most = in.number();
        return new ReportUri(uri, bounded ? OptionalLong.of(most) : OptionalLong.empty());
    }

    private static void row(ByteReader in, About about, Tally<About, Row> tally) {
        String source = in.text();
        long count = in.number();
        Evaluated evaluated =
                new Evaluated(in.text(), in.text(), in.text(), in.list(one -> new Reason(one.text(), one.text())));
        Optional<String> to = in.optional(ByteReader::text);
        Identifiers identifiers = new Identifiers(to, in.text(), in.text());
        Auth auth = new Auth(
                in.list(one -> new DkimAuth(one.text(), one.text(), one.text())),
                in.list(one -> new SpfAuth(one.text(), one.text(), one.text())));
        tally.add(about, new Row(source, 0, evaluated, identifiers, auth), count, Integer.MAX_VALUE);
    }
}
