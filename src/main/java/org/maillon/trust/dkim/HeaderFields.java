package org.maillon.trust.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Bytes;

/** The fields of a header, each as it stands in the octets, and found by name. Lines end with CRLF and nothing else. */
public final class HeaderFields {
    private final byte[] octets;
    private final Bytes shared;
    private final List<HeaderField> all = new ArrayList<>();
    private final Map<String, List<HeaderField>> byName = new HashMap<>();

    /** @param octets the header without the empty line that ends it; kept, and must not change */
    HeaderFields(byte[] octets, int length) {
        this.octets = octets;
        this.shared = Bytes.wrap(octets);
        int at = 0;
        while (at < length) {
            int end = fieldEnd(octets, at, length);
            add(at, end);
            at = end;
        }
    }

    /** @param header without the empty line that ends it; kept, and must not change */
    public static HeaderFields of(byte[] header) {
        return new HeaderFields(header, header.length);
    }

    /** Behind the CRLF that no white space follows. RFC 5322 §2.2.3. */
    private static int fieldEnd(byte[] octets, int from, int length) {
        for (int i = from; i + 1 < length; i++) {
            boolean endsLine = octets[i] == '\r' && octets[i + 1] == '\n';
            if (endsLine && (i + 2 >= length || octets[i + 2] != ' ' && octets[i + 2] != '\t')) {
                return i + 2;
            }
        }
        return length;
    }

    /** A line without a colon is no field, and part of nothing that is signed. */
    private void add(int from, int to) {
        for (int colon = from; colon < to; colon++) {
            if (octets[colon] == ':') {
                HeaderField field = new HeaderField(shared, from, colon, to);
                all.add(field);
                byName.computeIfAbsent(field.name(), _ -> new ArrayList<>()).add(field);
                return;
            }
        }
    }

    public List<HeaderField> all() {
        return all;
    }

    /** From top to bottom. */
    public List<HeaderField> named(String lowerCaseName) {
        return byName.getOrDefault(lowerCaseName, List.of());
    }

    public int count(String lowerCaseName) {
        return named(lowerCaseName).size();
    }
}
