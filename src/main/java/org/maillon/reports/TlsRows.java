package org.maillon.reports;

import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.report.feedback.TlsReport.Failure;
import org.maillon.wire.report.feedback.TlsReport.Policy;

/** How a domain's day of TLS is written: format, then each policy with what came of it and how often. */
final class TlsRows implements Counting.TallyRows<String, TlsRows.Line> {
    private static final int FORMAT = 1;
    private static final Failure SUCCESS = new Failure("", "", "", "", "", 0, "", "");

    /** @param failure without a count; all its texts empty: a success */
    record Line(Policy policy, Failure failure) {
        static Line success(Policy policy) {
            return new Line(policy, SUCCESS);
        }

        boolean succeeded() {
            return failure.equals(SUCCESS);
        }
    }

    @Override
    public Bytes write(Tally<String, Line> tally) {
        ByteWriter out = new ByteWriter(512).octet(FORMAT).text(tally.about()).number(tally.size());
        tally.each((line, count) -> {
            Policy policy = line.policy();
            out.number(count).text(policy.type()).list(policy.text(), ByteWriter::text);
            out.text(policy.domain()).list(policy.hosts(), ByteWriter::text);
            Failure failure = line.failure();
            out.text(failure.type())
                    .text(failure.sendingAddress())
                    .text(failure.receivingHost())
                    .text(failure.receivingHelo())
                    .text(failure.receivingAddress())
                    .text(failure.information())
                    .text(failure.code());
        });
        return out.toBytes();
    }

    @Override
    public Tally<String, Line> read(Bytes value) {
        ByteReader in = new ByteReader(value);
        in.octet(); // one format so far
        String domain = in.text();
        Tally<String, Line> tally = new Tally<>(domain);
        for (int left = in.count(); left > 0; left--) {
            long count = in.number();
            String type = in.text();
            var text = in.list(ByteReader::text);
            Policy policy = new Policy(type, text, in.text(), in.list(ByteReader::text));
            Failure failure =
                    new Failure(in.text(), in.text(), in.text(), in.text(), in.text(), 0, in.text(), in.text());
            tally.add(domain, new Line(policy, failure), count, Integer.MAX_VALUE);
        }
        tally.takeChanged();
        return in.whole(tally);
    }
}
