package org.maillon.kernel;

/**
 * The case of ASCII letters alone, as protocols compare their keywords. {@link String#toUpperCase()} makes an I of a
 * dotless i and an S of a long one: a word that another server does not know would be a command to us.
 */
public final class Ascii {
    private Ascii() {}

    public static String upper(String text) {
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - ('a' - 'A')));
            }
        }
        return upper.toString();
    }

    public static String lower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }
}
