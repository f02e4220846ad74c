package org.maillon.wire.report.feedback;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.maillon.wire.report.feedback.AggregateReport.Auth;
import org.maillon.wire.report.feedback.AggregateReport.DkimAuth;
import org.maillon.wire.report.feedback.AggregateReport.Evaluated;
import org.maillon.wire.report.feedback.AggregateReport.Identifiers;
import org.maillon.wire.report.feedback.AggregateReport.Metadata;
import org.maillon.wire.report.feedback.AggregateReport.PublishedPolicy;
import org.maillon.wire.report.feedback.AggregateReport.Reason;
import org.maillon.wire.report.feedback.AggregateReport.Row;
import org.maillon.wire.report.feedback.AggregateReport.SpfAuth;

/** Reads RFC 7489 appendix C's XML and RFC 9990's, whatever namespace and whatever elements more. A document with a DTD is refused. */
final class AggregateXmlReader {
    private static final int MOST_OF_A_KIND = 100;
    private static final XMLInputFactory FACTORY = factory();

    private final ReportBounds bounds;
    private final XMLStreamReader xml;
    private final StringBuilder path = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    /** Texts of the simple elements by their path, within the whole document and within one record of it. */
    private final Map<String, String> whole = new HashMap<>();

    private final Map<String, String> inRecord = new HashMap<>();
    private final Map<String, String> inItem = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final List<DkimAuth> dkim = new ArrayList<>();
    private final List<SpfAuth> spf = new ArrayList<>();

    private AggregateXmlReader(XMLStreamReader xml, ReportBounds bounds) {
        this.xml = xml;
        this.bounds = bounds;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((_, _, _, _) -> InputStream.nullInputStream()); // nothing is fetched for a report
        return factory;
    }

    static AggregateReport read(InputStream in, ReportBounds bounds) throws IOException {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(in);
            try {
                return new AggregateXmlReader(xml, bounds).document();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof ReportRefusedException refused) {
                throw refused;
            }
            throw new ReportRefusedException("it is no XML that can be read: " + cut(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // the JDK's parser says some faults of a document so
            throw new ReportRefusedException("it is no XML that can be read");
        }
    }

    private AggregateReport document() throws XMLStreamException, IOException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > ReportBounds.DEEPEST) {
                        throw new ReportRefusedException(
                                "its elements nest more than " + ReportBounds.DEEPEST + " deep");
                    }
                    path.append('/').append(cut(xml.getLocalName().toLowerCase(Locale.ROOT)));
                    text.setLength(0);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    end(path.toString());
                    path.setLength(path.lastIndexOf("/"));
                    text.setLength(0);
                    depth--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new ReportRefusedException("it brings a DTD or entities, which no report needs");
                default -> {} // comments, spaces, instructions
            }
        }
        return report();
    }

    private void text() {
        int room = ReportBounds.LONGEST_TEXT - text.length();
        text.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(Math.max(room, 0), xml.getTextLength()));
    }

    private void end(String at) throws IOException {
        String said = printable(text);
        switch (at) {
            case "/feedback/record" -> row();
            case "/feedback/record/row/policy_evaluated/reason" -> {
                add(reasons, new Reason(word(inItem, at + "/type"), inItem.getOrDefault(at + "/comment", "")));
                inItem.clear();
            }
            case "/feedback/record/auth_results/dkim" -> {
                add(
                        dkim,
                        new DkimAuth(
                                inItem.getOrDefault(at + "/domain", ""),
                                inItem.getOrDefault(at + "/selector", ""),
                                word(inItem, at + "/result")));
                inItem.clear();
            }
            case "/feedback/record/auth_results/spf" -> {
                add(
                        spf,
                        new SpfAuth(
                                inItem.getOrDefault(at + "/domain", ""),
                                word(inItem, at + "/scope"),
                                word(inItem, at + "/result")));
                inItem.clear();
            }
            case "/feedback/report_metadata/error" -> add(errors, said);
            default -> simple(at, said);
        }
    }

    private void simple(String at, String said) {
        boolean item = at.startsWith("/feedback/record/auth_results/")
                || at.startsWith("/feedback/record/row/policy_evaluated/reason/");
        Map<String, String> into = item ? inItem : at.startsWith("/feedback/record/") ? inRecord : whole;
        if (into.size() < MOST_OF_A_KIND && !said.isEmpty()) {
            into.putIfAbsent(at, said);
        }
    }

    private static <T> void add(List<T> to, T one) {
        if (to.size() < MOST_OF_A_KIND) {
            to.add(one);
        }
    }

    private void row() throws IOException {
        if (rows.size() == bounds.rows()) {
            throw new ReportRefusedException("it has more than " + bounds.rows() + " records");
        }
        String evaluated = "/feedback/record/row/policy_evaluated/";
        String identifiers = "/feedback/record/identifiers/";
        rows.add(new Row(
                inRecord.getOrDefault("/feedback/record/row/source_ip", ""),
                number(inRecord.getOrDefault("/feedback/record/row/count", "0")),
                new Evaluated(
                        word(inRecord, evaluated + "disposition"),
                        word(inRecord, evaluated + "dkim"),
                        word(inRecord, evaluated + "spf"),
                        reasons),
                new Identifiers(
                        Optional.ofNullable(inRecord.get(identifiers + "envelope_to")),
                        inRecord.getOrDefault(identifiers + "envelope_from", ""),
                        inRecord.getOrDefault(identifiers + "header_from", "")),
                new Auth(dkim, spf)));
        inRecord.clear();
        inItem.clear();
        reasons.clear();
        dkim.clear();
        spf.clear();
    }

    private AggregateReport report() throws IOException {
        String meta = "/feedback/report_metadata/";
        String policy = "/feedback/policy_published/";
        if (!whole.containsKey(policy + "domain") || !whole.containsKey(meta + "report_id")) {
            throw new ReportRefusedException("it is XML, but no DMARC report: it names no domain, or has no report_id");
        }
        return new AggregateReport(
                whole.getOrDefault("/feedback/version", ""),
                new Metadata(
                        whole.getOrDefault(meta + "org_name", ""),
                        whole.getOrDefault(meta + "email", ""),
                        whole.getOrDefault(meta + "extra_contact_info", ""),
                        whole.getOrDefault(meta + "report_id", ""),
                        Instant.ofEpochSecond(number(whole.getOrDefault(meta + "date_range/begin", "0"))),
                        Instant.ofEpochSecond(number(whole.getOrDefault(meta + "date_range/end", "0"))),
                        errors,
                        whole.getOrDefault(meta + "generator", "")),
                new PublishedPolicy(
                        whole.getOrDefault(policy + "domain", ""),
                        word(whole, policy + "adkim"),
                        word(whole, policy + "aspf"),
                        word(whole, policy + "p"),
                        word(whole, policy + "sp"),
                        word(whole, policy + "np"),
                        word(whole, policy + "testing").equals("y"),
                        word(whole, policy + "discovery_method"),
                        whole.getOrDefault(policy + "fo", "")),
                rows);
    }

    private static String word(Map<String, String> from, String at) {
        return from.getOrDefault(at, "").toLowerCase(Locale.ROOT);
    }

    /** A count or a time in seconds; what is none is zero. Twelve digits are more than any. */
    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : 0;
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static String printable(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(Character.isISOControl(c) ? ' ' : (char) c));
        return out.toString().strip();
    }
}
