package org.maillon.wire.pop3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.maillon.kernel.Bytes;

/**
 * Reads command lines (RFC 2449 §3). Arguments are parted by one space each; we also read over further spaces and those
 * at the end, which clients and people send, except in the argument of USER and PASS, which is all of the line.
 */
public final class Pop3Grammar {
    private static final int LONGEST_KEYWORD_SHOWN = 16;

    private Pop3Grammar() {}

    /** @param line without its CRLF */
    public static Pop3Command parse(Bytes line) {
        int space = 0;
        while (space < line.length() && line.at(space) != ' ') {
            space++;
        }
        String keyword = new String(line.shared(), 0, space, StandardCharsets.ISO_8859_1);
        Bytes rest = space < line.length() ? line.slice(space + 1, line.length()) : Bytes.EMPTY;
        Optional<Pop3Verb> verb = Pop3Verb.of(keyword);
        return verb.map(known -> command(known, rest)).orElseGet(() -> new Pop3Command.Unknown(shown(keyword)));
    }

    private static Pop3Command command(Pop3Verb verb, Bytes rest) {
        return switch (verb) {
            case USER -> whole(verb, rest, text -> new Pop3Command.User(text.asUtf8()));
            case PASS -> whole(verb, rest, Pop3Command.Pass::new);
            case STLS -> alone(verb, rest, new Pop3Command.Stls());
            case AUTH -> auth(rest);
            case STAT -> alone(verb, rest, new Pop3Command.Stat());
            case LIST -> maybeNumber(verb, rest, Pop3Command.ListSizes::new);
            case UIDL -> maybeNumber(verb, rest, Pop3Command.ListUids::new);
            case RETR -> number(verb, rest, Pop3Command.Retr::new);
            case TOP -> top(rest);
            case DELE -> number(verb, rest, Pop3Command.Dele::new);
            case RSET -> alone(verb, rest, new Pop3Command.Rset());
            case NOOP -> alone(verb, rest, new Pop3Command.Noop());
            case CAPA -> alone(verb, rest, new Pop3Command.Capa());
            case QUIT -> alone(verb, rest, new Pop3Command.Quit());
        };
    }

    /** A password may hold spaces, even at its ends (RFC 1939 §7, PASS). */
    private static Pop3Command whole(Pop3Verb verb, Bytes rest, Function<Bytes, Pop3Command> command) {
        return rest.length() == 0 ? new Pop3Command.Malformed(verb.usage) : command.apply(rest);
    }

    /** auth-command = "AUTH" SP sasl-mech [SP initial-response] (RFC 5034 §7); "AUTH" alone is no command any more. */
    private static Pop3Command auth(Bytes rest) {
        List<String> words = words(rest);
        return switch (words.size()) {
            case 1 -> new Pop3Command.Auth(words.getFirst(), Optional.empty());
            case 2 -> new Pop3Command.Auth(words.getFirst(), Optional.of(words.getLast()));
            default -> new Pop3Command.Malformed(Pop3Verb.AUTH.usage);
        };
    }

    private static Pop3Command alone(Pop3Verb verb, Bytes rest, Pop3Command command) {
        return words(rest).isEmpty() ? command : new Pop3Command.Malformed(verb.usage);
    }

    private static Pop3Command maybeNumber(Pop3Verb verb, Bytes rest, Function<OptionalInt, Pop3Command> command) {
        List<String> words = words(rest);
        if (words.isEmpty()) {
            return command.apply(OptionalInt.empty());
        }
        OptionalInt number = words.size() == 1 ? number(words.getFirst()) : OptionalInt.empty();
        return number.isPresent() ? command.apply(number) : new Pop3Command.Malformed(verb.usage);
    }

    private static Pop3Command number(Pop3Verb verb, Bytes rest, IntFunction<Pop3Command> command) {
        List<String> words = words(rest);
        OptionalInt number = words.size() == 1 ? number(words.getFirst()) : OptionalInt.empty();
        return number.isPresent() ? command.apply(number.getAsInt()) : new Pop3Command.Malformed(verb.usage);
    }

    private static Pop3Command top(Bytes rest) {
        List<String> words = words(rest);
        if (words.size() == 2) {
            OptionalInt number = number(words.get(0));
            OptionalInt lines = number(words.get(1));
            if (number.isPresent() && lines.isPresent()) {
                return new Pop3Command.Top(number.getAsInt(), lines.getAsInt());
            }
        }
        return new Pop3Command.Malformed(Pop3Verb.TOP.usage);
    }

    private static List<String> words(Bytes rest) {
        List<String> words = new ArrayList<>(2);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= rest.length(); i++) {
            if (i < rest.length() && rest.at(i) != ' ') {
                word.append((char) (rest.at(i) & 0xFF));
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    /** {@code 1*DIGIT} (RFC 2449 §3), read no further than an int goes. */
    private static OptionalInt number(String word) {
        long value = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalInt.empty();
            }
            value = Math.min(Integer.MAX_VALUE, value * 10 + (c - '0'));
        }
        return OptionalInt.of((int) value);
    }

    /** What was sent, fit to be said back. */
    private static String shown(String keyword) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(LONGEST_KEYWORD_SHOWN, keyword.length()); i++) {
            char c = keyword.charAt(i);
            shown.append(c > ' ' && c < 127 ? c : '?');
        }
        return shown.toString();
    }
}
