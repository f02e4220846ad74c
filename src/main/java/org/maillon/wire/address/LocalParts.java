package org.maillon.wire.address;

/** Writing local parts. */
final class LocalParts {
    private LocalParts() {}

    /** RFC 5321 §4.1.2: Dot-string as it is, all else as Quoted-string. */
    static String quoteIfNeeded(String localPart) {
        return isDotString(localPart) ? localPart : quote(localPart);
    }

    private static boolean isDotString(String text) {
        boolean atomHasBegun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && atomHasBegun) {
                atomHasBegun = false;
            } else if (isAtext(c)) {
                atomHasBegun = true;
            } else {
                return false;
            }
        }
        return atomHasBegun;
    }

    /** RFC 5322 §3.2.3, widened by RFC 6531 §3.3 to UTF-8. */
    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c > 127
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
