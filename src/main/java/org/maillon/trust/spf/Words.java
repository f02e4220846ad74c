package org.maillon.trust.spf;

/** Texts of others, made fit for a log, a reply and a terminal. */
final class Words {
    private static final int MOST = 200;

    private Words() {}

    /** Printable ASCII, and not too much of it. */
    static String of(String text) {
        StringBuilder words = new StringBuilder(Math.min(text.length(), MOST + 1));
        for (int i = 0; i < text.length() && i < MOST; i++) {
            char c = text.charAt(i);
            words.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.length() > MOST ? words.append("...").toString() : words.toString();
    }
}
