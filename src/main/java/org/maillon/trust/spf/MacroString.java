package org.maillon.trust.spf;

import java.util.List;

/** Text with macros in it. RFC 7208 §7. */
record MacroString(List<Piece> pieces) {
    MacroString {
        pieces = List.copyOf(pieces);
    }

    sealed interface Piece {
        record Literal(String text) implements Piece {}

        /**
         * @param letter lower case
         * @param escaped for a URL: the letter is upper case
         * @param parts of the right side that stay; 0: all
         * @param delimiters at which the value falls into parts
         */
        record Macro(char letter, boolean escaped, int parts, boolean reversed, String delimiters) implements Piece {}
    }

    boolean uses(String letters) {
        return pieces.stream()
                .anyMatch(piece -> piece instanceof Piece.Macro macro && letters.indexOf(macro.letter()) >= 0);
    }
}
