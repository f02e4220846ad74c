package org.maillon.wire.sasl;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** *( key "=" value %x01 ) %x01, each key once (RFC 7628 §3.1); XOAUTH2 writes the same. */
final class KeyValues {
    private static final char SEPARATOR = '\u0001';

    private KeyValues() {}

    /** Empty where the text does not follow the grammar. */
    static Optional<Map<String, String>> read(String text) {
        Map<String, String> pairs = new HashMap<>();
        int at = 0;
        while (at < text.length() && text.charAt(at) != SEPARATOR) {
            int end = text.indexOf(SEPARATOR, at);
            int equals = text.indexOf('=', at);
            if (end < 0 || equals <= at || equals > end) {
                return Optional.empty();
            }
            String key = text.substring(at, equals);
            String value = text.substring(equals + 1, end);
            if (!isKey(key) || !isValue(value) || pairs.put(key, value) != null) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return at == text.length() - 1 ? Optional.of(pairs) : Optional.empty();
    }

    /** key = 1*(ALPHA) */
    private static boolean isKey(String key) {
        return key.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }

    /** value = *(VCHAR / SP / HTAB / CR / LF ); names in UTF-8 pass in XOAUTH2's user. */
    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t' || c == '\r' || c == '\n');
    }

    /** The token behind {@code Bearer}, which has no case (RFC 6750 §2.1). */
    static Optional<String> bearer(Map<String, String> pairs) {
        String value = pairs.getOrDefault("auth", "");
        String scheme = "bearer ";
        if (!value.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return Optional.empty();
        }
        String token = value.substring(scheme.length());
        return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127)
                ? Optional.of(token)
                : Optional.empty();
    }
}
