package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.message.AuthenticationResults.Property;
import org.maillon.wire.message.AuthenticationResults.Result;

/** RFC 8601 §2.2's grammar, a method a rule. Octets above 127 are taken as UTF-8 (RFC 6532). */
final class AuthenticationResultsParser {
    private static final int MOST_RESULTS = 200;
    private static final int MOST_PROPERTIES = 50;
    private static final int DEEPEST_COMMENT = 20;

    private final byte[] value;
    private int at;

    AuthenticationResultsParser(byte[] value) {
        this.value = value;
    }

    Optional<AuthenticationResults> read() {
        Optional<String> server = server();
        if (server.isEmpty()) {
            return Optional.empty();
        }
        List<Result> results = new ArrayList<>();
        while (cfws() && next(';')) {
            if (!cfws()) {
                return Optional.empty();
            } else if (results.isEmpty() ? noResult() : at == value.length) {
                break; // many write a semicolon behind the last one
            }
            Optional<Result> result = resinfo();
            if (result.isEmpty() || results.size() == MOST_RESULTS) {
                return Optional.empty();
            }
            results.add(result.get());
        }
        return at == value.length ? Optional.of(new AuthenticationResults(server.get(), results)) : Optional.empty();
    }

    /** authserv-id, and its version where one stands. */
    Optional<String> server() {
        at = 0;
        Optional<String> server = cfws() ? value() : Optional.empty();
        if (server.isPresent() && cfws() && at < value.length && isDigit(value[at])) {
            digits();
        }
        return server;
    }

    /** {@code none}, and nothing behind it. Takes nothing where something else stands. */
    private boolean noResult() {
        int start = at;
        if (cfws() && keyword().filter("none"::equals).isPresent() && cfws() && at == value.length) {
            return true;
        }
        at = start;
        return false;
    }

    private Optional<Result> resinfo() {
        Optional<String> method = keyword();
        if (method.isEmpty() || !cfws()) {
            return Optional.empty();
        }
        if (next('/') && !(cfws() && digits() && cfws())) {
            return Optional.empty();
        }
        Optional<String> result = next('=') && cfws() ? keyword() : Optional.empty();
        if (result.isEmpty()) {
            return Optional.empty();
        }
        return propspecs(method.get(), result.get());
    }

    private Optional<Result> propspecs(String method, String result) {
        Optional<String> reason = Optional.empty();
        List<Property> properties = new ArrayList<>();
        boolean closed;
        while ((closed = cfws()) && at < value.length && value[at] != ';') {
            Optional<String> type = keyword();
            if (type.isEmpty() || !cfws()) {
                return Optional.empty();
            }
            String name = "";
            if (next('.')) {
                Optional<String> property = cfws() ? keyword() : Optional.empty();
                if (property.isEmpty() || !cfws()) {
                    return Optional.empty();
                }
                name = property.get();
            }
            Optional<String> said = next('=') && cfws() ? value() : Optional.empty();
            if (said.isEmpty() || properties.size() == MOST_PROPERTIES) {
                return Optional.empty();
            } else if (!name.isEmpty()) {
                properties.add(new Property(type.get(), name, said.get()));
            } else if (type.get().equals("reason")) {
                reason = said;
            }
        }
        return closed ? Optional.of(new Result(method, result, reason, properties)) : Optional.empty();
    }

    /** Keyword (RFC 5321 §4.1.2 Ldh-str), in lower case. */
    private Optional<String> keyword() {
        int start = at;
        while (at < value.length && (isLetterOrDigit(value[at]) || value[at] == '-' || value[at] == '_')) {
            at++;
        }
        return at == start ? Optional.empty() : Optional.of(text(start, at).toLowerCase(Locale.ROOT));
    }

    /** A token, an address or a domain; or a quoted-string, that a local part and its domain may follow. */
    private Optional<String> value() {
        StringBuilder said = new StringBuilder();
        if (at < value.length && value[at] == '"') {
            if (!quotedString(said)) {
                return Optional.empty();
            } else if (at == value.length || value[at] != '@') {
                return Optional.of(said.toString());
            }
        }
        int start = at;
        while (at < value.length && isPlain(value[at])) {
            at++;
        }
        said.append(text(start, at));
        return said.isEmpty() ? Optional.empty() : Optional.of(said.toString());
    }

    private boolean quotedString(StringBuilder into) {
        int start = ++at;
        byte[] content = new byte[value.length - start];
        int length = 0;
        for (; at < value.length; at++) {
            byte octet = value[at];
            if (octet == '"') {
                at++;
                into.append(new String(content, 0, length, StandardCharsets.UTF_8));
                return true;
            } else if (octet == '\\' && at + 1 < value.length) {
                content[length++] = value[++at];
            } else if (octet != '\r' && octet != '\n') { // folding is no part of the text
                content[length++] = octet;
            }
        }
        return false;
    }

    private boolean digits() {
        int start = at;
        while (at < value.length && isDigit(value[at])) {
            at++;
        }
        return at > start;
    }

    /** Comments and folding white space; false: a comment that never ends, or nests too deep. */
    private boolean cfws() {
        int depth = 0;
        for (; at < value.length; at++) {
            byte octet = value[at];
            if (octet == '(') {
                depth++;
            } else if (octet == ')' && depth > 0) {
                depth--;
            } else if (octet == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                return true;
            }
            if (depth > DEEPEST_COMMENT) {
                return false;
            }
        }
        at = Math.min(at, value.length);
        return depth == 0;
    }

    private boolean next(char wanted) {
        if (at < value.length && value[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private String text(int from, int to) {
        return new String(value, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isPlain(byte octet) {
        return octet < 0 || octet > ' ' && octet < 127 && "()<>,;\"\\".indexOf(octet) < 0;
    }

    private static boolean isLetterOrDigit(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || isDigit(octet);
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
