package org.maillon.trust.spf;

import java.util.ArrayList;
import java.util.List;
import org.maillon.trust.spf.MacroString.Piece;

/** macro-string, domain-spec and explain-string of RFC 7208 §7.1. Each char of the text is an octet of the record. */
final class MacroParser {
    private static final String LETTERS = "slodiphv";
    /** RFC 7208 §7.2: these make sense in an explanation alone. */
    private static final String LETTERS_OF_EXPLANATIONS = LETTERS + "crt";

    private static final String DELIMITERS = ".-+,/_=";
    private static final int MOST_PARTS = 128; // RFC 7208 §7.1: up to that many at least; a name has no more labels

    private final String text;
    private final String letters;
    private final boolean spaces;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private MacroParser(String text, String letters, boolean spaces) {
        this.text = text;
        this.letters = letters;
        this.spaces = spaces;
    }

    /** The octets are no macro-string. */
    static final class SyntaxException extends Exception {
        SyntaxException(String why) {
            super(why, null, false, false);
        }
    }

    /** domain-spec = macro-string domain-end */
    static MacroString domainSpec(String text) throws SyntaxException {
        MacroString read = macroString(text);
        if (!endsInMacro(read) && !endsInTopLabel(text)) {
            throw new SyntaxException("'" + Words.of(text) + "' ends neither in a top-level domain nor in a macro");
        }
        return read;
    }

    /** macro-string = *( macro-expand / macro-literal ) */
    static MacroString macroString(String text) throws SyntaxException {
        return new MacroParser(text, LETTERS, false).read();
    }

    /** explain-string = *( macro-string / SP ) */
    static MacroString explainString(String text) throws SyntaxException {
        return new MacroParser(text, LETTERS_OF_EXPLANATIONS, true).read();
    }

    private static boolean endsInMacro(MacroString read) {
        return !read.pieces().isEmpty() && read.pieces().getLast() instanceof Piece.Macro;
    }

    /** domain-end = "." toplabel [ "." ] */
    private static boolean endsInTopLabel(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int dot = text.lastIndexOf('.', end - 1);
        return dot >= 0 && isTopLabel(text, dot + 1, end);
    }

    /** toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum ) */
    private static boolean isTopLabel(String text, int from, int end) {
        boolean onlyDigits = true;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            boolean hyphenInside = c == '-' && i > from && i < end - 1;
            if (!isAlpha(c) && !isDigit(c) && !hyphenInside) {
                return false;
            }
            onlyDigits &= isDigit(c);
        }
        return from < end && !onlyDigits;
    }

    static boolean isAlpha(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private MacroString read() throws SyntaxException {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '%') {
                macroExpand();
            } else if (c > ' ' && c < 127 || c == ' ' && spaces) {
                literal.append(c);
            } else {
                throw new SyntaxException("an octet of value " + (int) c + " may not stand in a record");
            }
        }
        endLiteral();
        return new MacroString(pieces);
    }

    /** macro-expand = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-" */
    private void macroExpand() throws SyntaxException {
        switch (at < text.length() ? text.charAt(at++) : ' ') {
            case '%' -> literal.append('%');
            case '_' -> literal.append(' ');
            case '-' -> literal.append("%20");
            case '{' -> {
                endLiteral();
                pieces.add(macro());
            }
            default -> throw new SyntaxException("a % begins no macro");
        }
    }

    private Piece.Macro macro() throws SyntaxException {
        char letter = next();
        char lower = Character.toLowerCase(letter);
        if (letter > 127 || letters.indexOf(lower) < 0) {
            throw new SyntaxException("there is no macro %{" + Words.of(String.valueOf(letter)) + "} here");
        }
        int parts = digits();
        boolean reversed = at < text.length() && (text.charAt(at) | 0x20) == 'r';
        at += reversed ? 1 : 0;
        int start = at;
        while (at < text.length() && DELIMITERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String delimiters = text.substring(start, at);
        if (next() != '}') {
            throw new SyntaxException("a macro is not closed with a brace");
        }
        return new Piece.Macro(lower, letter != lower, parts, reversed, delimiters.isEmpty() ? "." : delimiters);
    }

    /** *DIGIT; nonzero where there is one (RFC 7208 §7.1). */
    private int digits() throws SyntaxException {
        int start = at;
        int value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            value = Math.min(MOST_PARTS, value * 10 + text.charAt(at++) - '0');
        }
        if (at > start && value == 0) {
            throw new SyntaxException("a macro keeps 0 parts of its value");
        }
        return value;
    }

    private char next() throws SyntaxException {
        if (at == text.length()) {
            throw new SyntaxException("a macro is not closed with a brace");
        }
        return text.charAt(at++);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            pieces.add(new Piece.Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
