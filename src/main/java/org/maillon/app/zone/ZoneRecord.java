package org.maillon.app.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a zone.
 *
 * @param name without trailing dot
 * @param type such as {@code TXT}
 * @param data what stands behind the type; of a TXT record its text, in one piece
 * @param purpose what it is there for, in a few words
 */
public record ZoneRecord(String name, String type, String data, String purpose) {
    private static final int LONGEST_STRING = 255; // RFC 1035 §3.3

    /** For a zone file: {@code example.org. 3600 IN MX 10 mx.example.org.} */
    public String line(int ttl) {
        return name + ". " + ttl + " IN " + type + " " + rdata();
    }

    /** Whether it can stand in the domain's own zone. */
    public boolean isWithin(String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** As a zone file has it; a text in strings of 255 characters at most. */
    public String rdata() {
        if (!type.equals("TXT")) {
            return data;
        }
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < data.length(); at += LONGEST_STRING) {
            strings.add(quoted(data.substring(at, Math.min(data.length(), at + LONGEST_STRING))));
        }
        return String.join(" ", strings);
    }

    /** RFC 1035 §5.1. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
