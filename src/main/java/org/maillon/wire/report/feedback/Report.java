package org.maillon.wire.report.feedback;

/** A report that a message or a file held. */
public sealed interface Report {
    record Dmarc(AggregateReport report) implements Report {}

    record Tls(TlsReport report) implements Report {}

    record Arf(AbuseReport report) implements Report {}

    /** @param why a sentence that an operator can act on */
    record None(String why) implements Report {}
}
