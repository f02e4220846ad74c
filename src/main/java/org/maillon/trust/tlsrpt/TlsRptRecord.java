package org.maillon.trust.tlsrpt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a domain wants reports about TLS to go. RFC 8460 §3, published at {@code _smtp._tls}.
 *
 * @param places {@code mailto:} and {@code https:} URIs, in order
 */
public record TlsRptRecord(List<String> places) {
    private static final int MOST = 10;
    private static final String VERSION = "v=TLSRPTv1";

    public TlsRptRecord {
        places = List.copyOf(places);
    }

    /** Empty where the texts hold no such record, or more than one (RFC 8460 §3). */
    public static Optional<TlsRptRecord> of(List<String> texts) {
        List<String> records =
                texts.stream().filter(text -> text.startsWith(VERSION)).toList();
        return records.size() == 1 ? parse(records.getFirst()) : Optional.empty();
    }

    private static Optional<TlsRptRecord> parse(String text) {
        String rest = text.substring(VERSION.length());
        if (!rest.stripLeading().startsWith(";")) {
            return Optional.empty();
        }
        List<String> places = new ArrayList<>();
        int start = rest.indexOf(';') + 1;
        while (start < rest.length()) {
            int end = rest.indexOf(';', start);
            end = end < 0 ? rest.length() : end;
            String field = rest.substring(start, end).strip();
            if (field.startsWith("rua=")) {
                places(field.substring(4), places);
            }
            start = end + 1;
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(new TlsRptRecord(places));
    }

    private static void places(String list, List<String> into) {
        int start = 0;
        while (start <= list.length() && into.size() < MOST) {
            int end = list.indexOf(',', start);
            end = end < 0 ? list.length() : end;
            String place = list.substring(start, end).strip();
            boolean plain = place.chars().allMatch(c -> c > ' ' && c < 127);
            if (plain && (place.startsWith("mailto:") || place.startsWith("https://"))) {
                into.add(place);
            }
            start = end + 1;
        }
    }
}
