package org.maillon.wire.report;

/** Paragraphs for a person, folded at their spaces, in whatever letters. */
final class Prose {
    private static final int WIDTH = 72;

    /** Well below the 998 of RFC 5322 §2.1.1, in octets too, for words that have no place to break at. */
    private static final int MOST_WORD = 200;

    private final StringBuilder text = new StringBuilder(1024);

    void blank() {
        text.append("\r\n");
    }

    void paragraph(String indent, String words) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : safe(words).split(" ", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            boolean first = line.length() == indent.length();
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append("\r\n");
                line.setLength(0);
                line.append(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        text.append(line).append("\r\n");
    }

    /** What strangers said, without anything that could end a line or hide, and with a place to break at here and there. */
    static String safe(String said) {
        StringBuilder safe = new StringBuilder(said.length());
        int run = 0;
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            boolean space = c <= ' ' || c == 0x7F || c >= 0x80 && c < 0xA0;
            run = space ? 0 : run + 1;
            if (run > MOST_WORD && !Character.isLowSurrogate(c)) {
                safe.append(' ');
                run = 1;
            }
            safe.append(space ? ' ' : c);
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
