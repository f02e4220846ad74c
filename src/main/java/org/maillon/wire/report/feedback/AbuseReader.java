package org.maillon.wire.report.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;

/** Reads the machine's part of an ARF message: fields as of a header (RFC 5965 §3). */
final class AbuseReader {
    private static final int MOST_FIELDS = 200;
    private static final int MOST_OF_A_NAME = 50;

    private AbuseReader() {}

    static AbuseReport read(byte[] part, Optional<Bytes> original) throws ReportRefusedException {
        List<String> results = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>();
        List<HeaderField> fields = Header.of(Bytes.wrap(part)).fields();
        for (HeaderField field : fields.subList(0, Math.min(fields.size(), MOST_FIELDS))) {
            String value = text(field.value());
            switch (field.name().toLowerCase(Locale.ROOT)) {
                case "" -> {}
                case "authentication-results" -> add(results, value);
                case "reported-domain" -> add(domains, value);
                case "reported-uri" -> add(uris, value);
                default -> others.putIfAbsent(field.name().toLowerCase(Locale.ROOT), value);
            }
        }
        String type = others.getOrDefault("feedback-type", "").toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            throw new ReportRefusedException("it does not say its Feedback-Type");
        }
        return new AbuseReport(
                type,
                others.getOrDefault("user-agent", ""),
                incidents(others.getOrDefault("incidents", "1")),
                new AbuseReport.Fields(results, domains, uris, others),
                original);
    }

    private static void add(List<String> to, String value) {
        if (to.size() < MOST_OF_A_NAME) {
            to.add(value);
        }
    }

    private static long incidents(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Math.max(1, Long.parseLong(text)) : 1;
    }

    /** A canonicalized body may be long: it is kept whole, everything else is short by nature. */
    private static String text(String value) {
        StringBuilder out = new StringBuilder(value.length());
        value.chars().forEach(c -> out.append(Character.isISOControl(c) ? ' ' : (char) c));
        return out.toString();
    }
}
