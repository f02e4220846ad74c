package org.maillon.trust.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.maillon.trust.spf.MacroString.Piece;

/** Puts values in the places of macros. RFC 7208 §7.3. */
final class MacroExpander {
    private final SpfQuery query;
    private final LongSupplier seconds;
    private final Function<String, String> validatedName;

    /**
     * @param seconds since 1970
     * @param validatedName of the client, seen from a domain; asked only where a macro wants it, for it costs questions
     */
    MacroExpander(SpfQuery query, LongSupplier seconds, Function<String, String> validatedName) {
        this.query = query;
        this.seconds = seconds;
        this.validatedName = validatedName;
    }

    /** As a name to ask DNS for. */
    String target(MacroString text, String domain) {
        return Targets.truncated(Targets.withoutLastDot(expand(text, domain)));
    }

    String expand(MacroString text, String domain) {
        StringBuilder expanded = new StringBuilder();
        for (Piece piece : text.pieces()) {
            switch (piece) {
                case Piece.Literal(String literal) -> expanded.append(literal);
                case Piece.Macro macro -> {
                    String value = transformed(macro, value(macro.letter(), domain));
                    expanded.append(macro.escaped() ? escaped(value) : value);
                }
            }
        }
        return expanded.toString();
    }

    /** RFC 8616 §4: a local part that is no ASCII cannot become part of a name; such a term does not match. */
    boolean isBeyondAscii(MacroString text) {
        return text.uses("sl") && query.localPart().chars().anyMatch(c -> c > 127);
    }

    private String value(char letter, String domain) {
        InetAddress address = query.address();
        return switch (letter) {
            case 's' -> query.localPart() + "@" + query.domain();
            case 'l' -> query.localPart();
            case 'o' -> query.domain();
            case 'd' -> domain;
            case 'i' -> AddressText.dotted(address);
            case 'p' -> validatedName.apply(domain);
            case 'v' -> address.getAddress().length == 4 ? "in-addr" : "ip6";
            case 'h' -> query.helo();
            case 'c' -> AddressText.readable(address);
            case 'r' -> query.receiver();
            case 't' -> Long.toString(seconds.getAsLong());
            default -> throw new IllegalStateException("the parser knows no macro " + letter);
        };
    }

    /** Split at the delimiters, turned round, the right-most parts joined by dots. */
    private static String transformed(Piece.Macro macro, String value) {
        if (macro.parts() == 0 && !macro.reversed() && macro.delimiters().equals(".")) {
            return value;
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || macro.delimiters().indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        if (macro.reversed()) {
            Collections.reverse(parts);
        }
        int kept = macro.parts() == 0 ? parts.size() : Math.min(macro.parts(), parts.size());
        return String.join(".", parts.subList(parts.size() - kept, parts.size()));
    }

    /** All but the unreserved characters as %xx. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (MacroParser.isAlpha(c) || MacroParser.isDigit(c) || "-._~".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(digit(c >> 4)).append(digit(c & 0xF));
            }
        }
        return text.toString();
    }

    private static char digit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }
}
