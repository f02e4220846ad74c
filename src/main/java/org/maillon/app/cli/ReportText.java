package org.maillon.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.reports.Received;
import org.maillon.wire.report.feedback.AbuseReport;
import org.maillon.wire.report.feedback.AggregateReport;
import org.maillon.wire.report.feedback.Report;
import org.maillon.wire.report.feedback.TlsReport;

/** Received reports for people, and for programs. */
final class ReportText {
    private ReportText() {}

    static List<String> line(Received.Entry entry) {
        return List.of(
                entry.id(),
                Times.since(entry.at()),
                kind(entry.report()),
                domain(entry.report()),
                reporter(entry),
                said(entry.report()));
    }

    private static String kind(Report report) {
        return switch (report) {
            case Report.Dmarc _ -> "dmarc";
            case Report.Tls _ -> "tls";
            case Report.Arf _ -> "arf";
            case Report.None _ -> "-";
        };
    }

    private static String domain(Report report) {
        return switch (report) {
            case Report.Dmarc(AggregateReport dmarc) -> dmarc.policy().domain();
            case Report.Tls(TlsReport tls) ->
                tls.policies().isEmpty()
                        ? "-"
                        : tls.policies().getFirst().policy().domain();
            case Report.Arf(AbuseReport arf) ->
                arf.fields().reportedDomains().isEmpty()
                        ? "-"
                        : arf.fields().reportedDomains().getFirst();
            case Report.None _ -> "-";
        };
    }

    private static String reporter(Received.Entry entry) {
        return switch (entry.report()) {
            case Report.Dmarc(AggregateReport dmarc) -> dmarc.metadata().organization();
            case Report.Tls(TlsReport tls) -> tls.organization();
            case Report.Arf _, Report.None _ -> entry.from();
        };
    }

    private static String said(Report report) {
        return switch (report) {
            case Report.Dmarc(AggregateReport dmarc) -> dmarc.messages() + " messages, " + dmarc.failures() + " failed";
            case Report.Tls(TlsReport tls) ->
                tls.policies().stream()
                                .mapToLong(TlsReport.PolicyResult::successes)
                                .sum() + " sessions, "
                        + tls.policies().stream()
                                .mapToLong(TlsReport.PolicyResult::failures)
                                .sum() + " failed";
            case Report.Arf(AbuseReport arf) -> arf.type();
            case Report.None(String why) -> why;
        };
    }

    static Map<String, Object> summary(Received.Entry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", entry.id());
        map.put("received", entry.at().toString());
        map.put("kind", kind(entry.report()));
        map.put("domain", domain(entry.report()));
        map.put("from", reporter(entry));
        map.put("says", said(entry.report()));
        return map;
    }

    static Map<String, Object> whole(Received.Entry entry) {
        Map<String, Object> map = summary(entry);
        switch (entry.report()) {
            case Report.Dmarc(AggregateReport dmarc) -> map.put("report", dmarc);
            case Report.Tls(TlsReport tls) -> map.put("report", tls);
            case Report.Arf(AbuseReport arf) -> map.put("report", arf.fields());
            case Report.None _ -> {}
        }
        return map;
    }

    static List<String> lines(Received.Entry entry) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("  ", line(entry)));
        switch (entry.report()) {
            case Report.Dmarc(AggregateReport dmarc) -> dmarc(dmarc, lines);
            case Report.Tls(TlsReport tls) -> tls(tls, lines);
            case Report.Arf(AbuseReport arf) -> {
                arf.fields().others().forEach((name, value) -> lines.add(name + ": " + value));
                arf.fields().authenticationResults().forEach(value -> lines.add("authentication-results: " + value));
                arf.fields().reportedUris().forEach(value -> lines.add("reported-uri: " + value));
            }
            case Report.None _ -> {}
        }
        return lines;
    }

    private static void dmarc(AggregateReport report, List<String> lines) {
        lines.add("from " + report.metadata().begin() + " to "
                + report.metadata().end() + ", report " + report.metadata().id());
        lines.add("published: p=" + report.policy().policy() + " sp="
                + report.policy().subdomains());
        for (AggregateReport.Row row : report.rows()) {
            lines.add(row.count() + " from " + row.source() + " as "
                    + row.identifiers().headerFrom() + ": DKIM "
                    + row.evaluated().dkim() + ", SPF " + row.evaluated().spf() + ", disposition "
                    + row.evaluated().disposition());
            row.auth()
                    .dkim()
                    .forEach(dkim -> lines.add(
                            "    signed by " + dkim.domain() + " (" + dkim.selector() + "): " + dkim.result()));
            row.auth().spf().forEach(spf -> lines.add("    envelope of " + spf.domain() + ": " + spf.result()));
        }
    }

    private static void tls(TlsReport report, List<String> lines) {
        lines.add("from " + report.start() + " to " + report.end() + ", report " + report.id());
        for (TlsReport.PolicyResult result : report.policies()) {
            lines.add(result.policy().domain() + " (" + result.policy().type() + "): " + result.successes()
                    + " sessions, " + result.failures() + " failed");
            for (TlsReport.Failure failure : result.details()) {
                lines.add("    " + failure.count() + " " + failure.type() + " at " + failure.receivingHost() + " "
                        + failure.receivingAddress() + " " + failure.code());
            }
        }
    }
}
