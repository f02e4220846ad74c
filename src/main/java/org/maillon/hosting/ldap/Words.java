package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.LDAPException;

/** What a server or the library said, as a line of the log: short, and of printable characters. */
final class Words {
    private static final int LONGEST = 200;

    private Words() {}

    /** Beneath the library's wrappings lies what went wrong. */
    static String of(LDAPException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return e.getResultCode().getName() + " (" + e.getResultCode().intValue() + "): "
                + shown(String.valueOf(deepest.getMessage()));
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.length() <= LONGEST ? shown.toString() : shown.append('…').toString();
    }
}
