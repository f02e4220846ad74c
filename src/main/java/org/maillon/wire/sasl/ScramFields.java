package org.maillon.wire.sasl;

import java.util.Optional;

/** attr-val *("," attr-val), read from the front (RFC 5802 §7): the order is fixed, so that there is one reading. */
final class ScramFields {
    private final String text;
    private int at;

    ScramFields(String text) {
        this.text = text;
    }

    /** The value of the next field, where it has this name. */
    Optional<String> next(String name) {
        if (at > text.length() || !text.startsWith(name + "=", at)) {
            return Optional.empty();
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(at + name.length() + 1, end);
        at = end + 1;
        return Optional.of(value);
    }

    /** Whether all that is left are fields that may be passed over, none of them mandatory. */
    boolean restIsExtensions() {
        while (at <= text.length()) {
            if (!passExtension()) {
                return false;
            }
        }
        return true;
    }

    /** Passes over extensions up to the field of this name. */
    Optional<String> after(String name) {
        while (at <= text.length() && !text.startsWith(name + "=", at)) {
            if (!passExtension()) {
                return Optional.empty();
            }
        }
        return next(name);
    }

    boolean atEnd() {
        return at > text.length();
    }

    private boolean passExtension() {
        boolean named = at + 1 < text.length() && isLetter(text.charAt(at)) && text.charAt(at + 1) == '=';
        if (!named || text.charAt(at) == 'm') {
            return false;
        }
        int comma = text.indexOf(',', at);
        at = (comma < 0 ? text.length() : comma) + 1;
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
