package org.maillon.reports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.wire.report.feedback.TlsReport;
import org.maillon.wire.report.feedback.TlsReport.Failure;
import org.maillon.wire.report.feedback.TlsReport.PolicyResult;

/** A domain's day as the report that its owner gets: its lines gathered by policy (RFC 8460 §4.4). */
final class TlsDay {
    private long successes;
    private long failures;
    private final List<Failure> details = new ArrayList<>();

    private TlsDay() {}

    static TlsReport report(
            Tally<String, TlsRows.Line> tally, Dispatch.Sender sender, String id, Instant begin, Instant end) {
        Map<TlsReport.Policy, TlsDay> byPolicy = new LinkedHashMap<>();
        tally.each((line, count) ->
                byPolicy.computeIfAbsent(line.policy(), _ -> new TlsDay()).add(line, count));
        List<PolicyResult> results = byPolicy.entrySet().stream()
                .map(entry -> entry.getValue().result(entry.getKey()))
                .toList();
        return new TlsReport(sender.organization(), begin, end, sender.contact(), id, results);
    }

    private void add(TlsRows.Line line, long count) {
        if (line.succeeded()) {
            successes += count;
            return;
        }
        Failure failure = line.failure();
        failures += count;
        details.add(new Failure(
                failure.type(),
                failure.sendingAddress(),
                failure.receivingHost(),
                failure.receivingHelo(),
                failure.receivingAddress(),
                count,
                failure.information(),
                failure.code()));
    }

    private PolicyResult result(TlsReport.Policy policy) {
        return new PolicyResult(policy, successes, failures, details);
    }
}
