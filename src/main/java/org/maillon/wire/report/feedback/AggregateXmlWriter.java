package org.maillon.wire.report.feedback;

import org.maillon.wire.report.feedback.AggregateReport.DkimAuth;
import org.maillon.wire.report.feedback.AggregateReport.Metadata;
import org.maillon.wire.report.feedback.AggregateReport.PublishedPolicy;
import org.maillon.wire.report.feedback.AggregateReport.Reason;
import org.maillon.wire.report.feedback.AggregateReport.Row;
import org.maillon.wire.report.feedback.AggregateReport.SpfAuth;

/**
 * Writes what both schemas know (RFC 7489 appendix C, RFC 9990 appendix A), its elements in their order. Empty values are
 * left out, but for those that a reader must find.
 */
public final class AggregateXmlWriter {
    private final StringBuilder out = new StringBuilder(4096);
    private int depth;

    private AggregateXmlWriter() {}

    public static String write(AggregateReport report) {
        AggregateXmlWriter writer = new AggregateXmlWriter();
        writer.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.out.append("<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">\n");
        writer.depth = 1;
        writer.optional("version", report.version());
        writer.within("report_metadata", () -> writer.metadata(report.metadata()));
        writer.within("policy_published", () -> writer.policy(report.policy()));
        for (Row row : report.rows()) {
            writer.within("record", () -> writer.row(row));
        }
        return writer.out.append("</feedback>\n").toString();
    }

    private void metadata(Metadata metadata) {
        element("org_name", metadata.organization());
        element("email", metadata.email());
        optional("extra_contact_info", metadata.contact());
        element("report_id", metadata.id());
        within("date_range", () -> {
            element("begin", Long.toString(metadata.begin().getEpochSecond()));
            element("end", Long.toString(metadata.end().getEpochSecond()));
        });
        metadata.errors().forEach(error -> element("error", error));
        optional("generator", metadata.generator());
    }

    private void policy(PublishedPolicy policy) {
        element("domain", policy.domain());
        optional("discovery_method", policy.discovery());
        optional("adkim", policy.dkimAlignment());
        optional("aspf", policy.spfAlignment());
        element("p", policy.policy());
        optional("sp", policy.subdomains());
        optional("np", policy.nonexistent());
        optional("testing", policy.testing() ? "y" : "");
        optional("fo", policy.failureOptions());
    }

    private void row(Row row) {
        within("row", () -> {
            element("source_ip", row.source());
            element("count", Long.toString(row.count()));
            within("policy_evaluated", () -> {
                element("disposition", row.evaluated().disposition());
                element("dkim", row.evaluated().dkim());
                element("spf", row.evaluated().spf());
                row.evaluated().reasons().forEach(this::reason);
            });
        });
        within("identifiers", () -> {
            row.identifiers().envelopeTo().ifPresent(to -> element("envelope_to", to));
            optional("envelope_from", row.identifiers().envelopeFrom());
            element("header_from", row.identifiers().headerFrom());
        });
        within("auth_results", () -> {
            row.auth().dkim().forEach(this::dkim);
            row.auth().spf().forEach(this::spf);
        });
    }

    private void reason(Reason reason) {
        within("reason", () -> {
            element("type", reason.type());
            optional("comment", reason.comment());
        });
    }

    private void dkim(DkimAuth dkim) {
        within("dkim", () -> {
            element("domain", dkim.domain());
            optional("selector", dkim.selector());
            element("result", dkim.result());
        });
    }

    private void spf(SpfAuth spf) {
        within("spf", () -> {
            element("domain", spf.domain());
            optional("scope", spf.scope());
            element("result", spf.result());
        });
    }

    private void within(String name, Runnable content) {
        indent().append('<').append(name).append(">\n");
        depth++;
        content.run();
        depth--;
        indent().append("</").append(name).append(">\n");
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            element(name, value);
        }
    }

    private void element(String name, String value) {
        indent().append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            escaped(value.charAt(i));
        }
        out.append("</").append(name).append(">\n");
    }

    /** Strangers chose domains and addresses. What XML cannot say at all (XML 1.0 §2.2) becomes a question mark. */
    private void escaped(char c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.append(c < ' ' || Character.isSurrogate(c) || c >= 0xFFFE || c == 127 ? '?' : c);
        }
    }

    private StringBuilder indent() {
        return out.repeat("  ", depth);
    }
}
