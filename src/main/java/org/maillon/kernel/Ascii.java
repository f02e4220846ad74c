package org.maillon.kernel;

/**
 * The case of ASCII letters alone, as protocols compare their keywords. {@link String#toUpperCase()} makes an I of a
 * dotless i and an S of a long one: a word that another server does not know would be a command to us.
 */
public final class Ascii {
    private Ascii() {}

    public static String upper(String text) {
        return inOtherCase(text, 'a', 'z');
    }

    public static String lower(String text) {
        return inOtherCase(text, 'A', 'Z');
    }

    /** The letters between these two; as a rule a text has none, and is its own answer. */
    private static String inOtherCase(String text, char first, char last) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c <= last) {
                return inOtherCase(new StringBuilder(text), i, first, last);
            }
        }
        return text;
    }

    private static String inOtherCase(StringBuilder text, int from, char first, char last) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c <= last) {
                text.setCharAt(i, (char) (c ^ ('a' - 'A')));
            }
        }
        return text.toString();
    }
}
