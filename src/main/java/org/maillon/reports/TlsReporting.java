package org.maillon.reports;

import java.net.InetAddress;
import java.time.Duration;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResults;
import org.maillon.wire.report.feedback.TlsReport;

/** Counts sessions with the servers of others, for the domains that want to know (RFC 8460 §4). */
final class TlsReporting implements TlsResults {
    private final Counting<String, TlsRows.Line> counting;

    TlsReporting(Counting<String, TlsRows.Line> counting) {
        this.counting = counting;
    }

    @Override
    public void note(TlsResult result) {
        long day = Duration.ofMillis(result.at().toEpochMilli()).toDays();
        TlsReport.Policy policy = new TlsReport.Policy(
                result.policy().type().word(),
                result.policy().text(),
                result.domain(),
                result.policy().hosts());
        TlsRows.Line line = result.failure()
                .map(failure -> new TlsRows.Line(policy, failure(result, failure)))
                .orElseGet(() -> TlsRows.Line.success(policy));
        counting.add(new Ledger.Day(day, result.domain()), result.domain(), line, 1);
    }

    private static TlsReport.Failure failure(TlsResult result, TlsResult.Failure failure) {
        return new TlsReport.Failure(
                failure.kind().word(),
                result.from().map(InetAddress::getHostAddress).orElse(""),
                result.mx().map(TlsResult.Server::host).orElse(""),
                "",
                result.mx().map(server -> server.address().getHostAddress()).orElse(""),
                0,
                "",
                failure.why());
    }
}
