package org.maillon.trust.spf;

import java.util.Locale;

/** Names as questions to DNS are made of them. */
final class Targets {
    static final int LONGEST = 253; // RFC 7208 §7.3
    private static final int LONGEST_LABEL = 63;

    private Targets() {}

    static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** RFC 7208 §7.3: of what is too long, labels go from the left until it fits. */
    static String truncated(String name) {
        String left = name;
        while (left.length() > LONGEST) {
            int dot = left.indexOf('.', left.length() - LONGEST - 1);
            left = dot < 0 ? "" : left.substring(dot + 1);
        }
        return left;
    }

    /** RFC 7208 §4.3: a domain name of two labels or more, rather than an address literal or nothing like a name. */
    static boolean isDomain(String name) {
        if (name.length() > LONGEST || name.startsWith("[") || name.indexOf('.') < 0) {
            return false;
        }
        int from = 0;
        while (from <= name.length()) {
            int dot = name.indexOf('.', from);
            int end = dot < 0 ? name.length() : dot;
            if (end == from || end - from > LONGEST_LABEL) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    static boolean isWithin(String name, String domain) {
        String one = name.toLowerCase(Locale.ROOT);
        String other = domain.toLowerCase(Locale.ROOT);
        return one.equals(other) || one.endsWith("." + other);
    }
}
