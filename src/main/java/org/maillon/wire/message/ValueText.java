package org.maillon.wire.message;

/** Values in header fields that strangers chose: written so that they end where we end them. RFC 2045 §5.1, RFC 5322 §3.2.4. */
final class ValueText {
    /** Beyond this a value tells nobody anything more; with escapes it stays far below a line's 998 octets. */
    private static final int LONGEST = 256;

    private ValueText() {}

    /** As a token or an address where that says the same, else in quotes. */
    static String written(String value) {
        String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        return !cut.isEmpty() && cut.chars().allMatch(ValueText::isPlain) ? cut : quoted(cut);
    }

    /** Control characters become question marks: a line break here would begin a field of the sender's own. */
    static String quoted(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < Math.min(value.length(), LONGEST); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c < ' ' || c >= 127 && c < 160 || Character.isSurrogate(c) ? '?' : c);
            }
        }
        return out.append('"').toString();
    }

    /** What a token holds (RFC 2045 §5.1), and the at sign: pvalue may be an address (RFC 8601 §2.2). */
    private static boolean isPlain(int c) {
        return c > ' ' && c < 127 && "()<>,;:\\\"/[]?=".indexOf(c) < 0;
    }
}
