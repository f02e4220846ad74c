package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.smtp.Reply;

/** Reports to try things with, and what a reader finds in them. */
final class Reports {
    static final Instant AT = Instant.parse("2026-11-03T13:05:07Z");
    static final String BODY = "Subject: hello\r\nX-Two: 2\r\n\r\nthe body\r\n";

    static final Address BOB = new Address("bob", new Domain.Name("sender.example"));
    static final Address BOEB = new Address("böb", new Domain.Name("sender.example"));

    static DeliveryReport report(DeliveryReport.Outcome... outcomes) {
        return report(BOB, Language.EN, Optional.of("envelope-7"), outcomes);
    }

    static DeliveryReport report(
            Address to, Language language, Optional<String> envelopeId, DeliveryReport.Outcome... outcomes) {
        return new DeliveryReport(
                "mail.here.example",
                "01ABC",
                "report-boundary",
                to,
                language,
                AT,
                new DeliveryReport.About(
                        envelopeId, "01XYZ", "client.example [192.0.2.7]", AT.minusSeconds(60), AT.plusSeconds(86_400)),
                List.of(outcomes));
    }

    static DeliveryReport.Outcome failed(String local, String... lines) {
        return outcome(local, Action.FAILED, "5.1.1", Reply.of(550, "5.1.1", lines), true);
    }

    static DeliveryReport.Outcome outcome(String local, Action action, String status, Reply reply, boolean remote) {
        return new DeliveryReport.Outcome(
                Optional.of("rfc822;Ada@old.example"),
                new Address(local, new Domain.Name("there.example")),
                action,
                Reply.of(250, status, "").status().orElseThrow(),
                remote ? Optional.of("mx.there.example [192.0.2.1]:25") : Optional.empty(),
                reply,
                remote,
                AT);
    }

    record Given(String text, boolean whole, boolean utf8) implements Original {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean eightBit() {
            return text.chars().anyMatch(c -> c > 127);
        }
    }

    static String write(DeliveryReport report, boolean whole) {
        return write(report, new Given(BODY, whole, false));
    }

    static String write(DeliveryReport report, Original original) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportWriter.write(report, Optional.of(original), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Parts by boundary, the first is header and preamble. */
    static List<String> parts(String message) {
        List<String> parts = new ArrayList<>();
        String rest = message;
        for (int at = rest.indexOf("--report-boundary"); at >= 0; at = rest.indexOf("--report-boundary")) {
            parts.add(rest.substring(0, at));
            rest = rest.substring(at + "--report-boundary".length());
        }
        assertThat(rest).isEqualTo("--\r\n");
        return parts;
    }

    static Map<String, String> fields(String block) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : block.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return fields;
    }

    /** The words, as a person reads them. */
    static String words(String message) {
        String part = parts(message).get(1);
        String text = part.substring(part.indexOf("\r\n\r\n") + 4);
        return (part.contains("quoted-printable") ? unquoted(text) : text).replaceAll("\r\n *", " ");
    }

    static String unquoted(String text) {
        String soft = text.replace("=\r\n", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < soft.length(); i++) {
            boolean escape = soft.charAt(i) == '=';
            out.write(escape ? Integer.parseInt(soft.substring(i + 1, i + 3), 16) : soft.charAt(i));
            i += escape ? 2 : 0;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static Map<String, String> recipientFields(DeliveryReport report) {
        return fields(parts(write(report, false)).get(2).split("\r\n\r\n", -1)[2]);
    }

    private Reports() {}
}
