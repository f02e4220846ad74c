package org.maillon.wire.sasl;

import java.util.Locale;

/** As much of JSON's writing (RFC 8259 §7) as a bearer's refusal needs. */
final class Json {
    private Json() {}

    /** Behind a first field; nothing for an empty value. */
    static void field(StringBuilder json, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        json.append(",\"").append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
