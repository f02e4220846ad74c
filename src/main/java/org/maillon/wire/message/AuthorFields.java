package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Domain;

/**
 * The domains of a From field's addresses. RFC 5322 §3.4 with its obsolete forms: names, comments, groups and routes are
 * stepped over, for a domain inside of them is not the author's. Anything left unclear means that nothing was read: the
 * reader's program may see another author there than we would.
 */
public final class AuthorFields {
    private static final int MOST_ADDRESSES = 100;

    private final byte[] value;
    private final List<String> domains = new ArrayList<>();
    private int at;
    private StringBuilder words = new StringBuilder();
    private boolean angle;
    private Optional<String> inAngles = Optional.empty();

    private AuthorFields(byte[] value) {
        this.value = value;
    }

    /** @return A-labels, in order, doubles kept; empty where the field is not clear in all its parts */
    public static List<String> domains(byte[] value) {
        AuthorFields fields = new AuthorFields(value);
        return fields.read() ? List.copyOf(fields.domains) : List.of();
    }

    private boolean read() {
        while (at < value.length) {
            byte octet = value[at];
            boolean good = switch (octet) {
                case '(' -> comment();
                case '"' -> quoted();
                case '[' -> literal();
                case '<' -> openAngle();
                case '>' -> closeAngle();
                case ',' -> angle ? route() : endAddress(false);
                case ';' -> !angle && endAddress(true);
                case ':' -> angle ? route() : beginGroup();
                default -> word(octet);
            };
            if (!good || domains.size() > MOST_ADDRESSES) {
                return false;
            }
        }
        return !angle && endAddress(true) && !domains.isEmpty();
    }

    private boolean word(byte octet) {
        at++;
        if (octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n') {
            return true;
        }
        if (inAngles.isPresent() || octet >= 0 && octet < ' ' || octet == 127) {
            return false; // text behind an address in brackets is no name of anybody
        }
        words.append((char) (octet & 0xFF));
        return true;
    }

    private boolean comment() {
        int depth = 0;
        for (; at < value.length; at++) {
            switch (value[at]) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> at++;
                default -> {}
            }
            if (depth == 0) {
                at++;
                return true;
            }
        }
        return false;
    }

    /** Whatever it holds is part of a name or a local part: one letter stands for it. */
    private boolean quoted() {
        for (at++; at < value.length; at++) {
            if (value[at] == '\\') {
                at++;
            } else if (value[at] == '"') {
                at++;
                words.append('q');
                return inAngles.isEmpty();
            }
        }
        return false;
    }

    private boolean literal() {
        int start = at;
        while (at < value.length && value[at] != ']') {
            at++;
        }
        if (at == value.length) {
            return false;
        }
        at++;
        words.append(new String(value, start, at - start, StandardCharsets.ISO_8859_1));
        return true;
    }

    private boolean openAngle() {
        at++;
        if (angle || inAngles.isPresent()) {
            return false;
        }
        angle = true;
        words = new StringBuilder();
        return true;
    }

    private boolean closeAngle() {
        at++;
        if (!angle) {
            return false;
        }
        angle = false;
        inAngles = Optional.of(words.toString());
        words = new StringBuilder();
        return true;
    }

    /** RFC 5322 §4.4 obs-route: {@code <@relay.example,@other.example:author@example.org>}. */
    private boolean route() {
        if (words.isEmpty() || words.charAt(0) != '@') {
            return false;
        }
        if (value[at] == ':') {
            words = new StringBuilder();
        }
        at++;
        return true;
    }

    /** RFC 5322 §3.4 group: the name goes, its members count. */
    private boolean beginGroup() {
        at++;
        boolean named = inAngles.isEmpty() && !words.isEmpty() && words.indexOf("@") < 0;
        words = new StringBuilder();
        return named;
    }

    /** @param mayBeEmpty at a group's or the field's end, where a group or an obsolete comma may stand before */
    private boolean endAddress(boolean mayBeEmpty) {
        at++;
        String address = inAngles.orElseGet(words::toString);
        boolean wasInAngles = inAngles.isPresent();
        boolean none = !wasInAngles && words.isEmpty();
        inAngles = Optional.empty();
        words = new StringBuilder();
        // A part without any address, as the first half of an unquoted "Doe, John <…>", names no author.
        boolean nameOnly = address.indexOf('@') < 0 && !wasInAngles;
        return none ? mayBeEmpty || !domains.isEmpty() : nameOnly || add(address);
    }

    private boolean add(String address) {
        int sign = address.lastIndexOf('@');
        if (sign <= 0) {
            return false;
        }
        byte[] octets = address.substring(sign + 1).getBytes(StandardCharsets.ISO_8859_1);
        Optional<Domain> domain =
                Domain.parse(new String(octets, StandardCharsets.UTF_8)).asOptional();
        return domain.filter(Domain.Name.class::isInstance)
                .map(name -> domains.add(name.toString()))
                .orElse(false);
    }
}
