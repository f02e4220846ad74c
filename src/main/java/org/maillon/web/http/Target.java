package org.maillon.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks for, and of whom (RFC 9112 §3.2): most send a path, and whose it is in the Host field; who takes us for a
 * proxy sends both in one, and then that counts (§3.2.2).
 *
 * @param secure it may be heard only where nobody listens in (RFC 9110 §7.4)
 * @param authority host and perhaps a port, as sent
 * @param path as it was sent, percent-encoded; {@code *} asks for the server as a whole
 */
record Target(boolean secure, String authority, String path) {
    static final String SERVER = "*";

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final int LONGEST_PORT = 5;

    /** Empty where it is of no form that we know. */
    static Optional<Target> of(String method, String sent, List<String> hosts) {
        if (sent.startsWith("/") || sent.equals(SERVER)) {
            return Optional.of(new Target(false, hosts.getFirst().strip(), sent));
        }
        boolean secure = begins(sent, HTTPS);
        return secure || begins(sent, HTTP)
                ? absolute(secure, method, sent.substring((secure ? HTTPS : HTTP).length()))
                : Optional.empty();
    }

    private static boolean begins(String sent, String scheme) {
        return sent.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** absolute-form (§3.2.2); without a path it is the root, and for OPTIONS the server (§3.2.4). */
    private static Optional<Target> absolute(boolean secure, String method, String rest) {
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash >= 0 ? rest.substring(slash) : method.equals("OPTIONS") ? SERVER : "/";
        return isAuthority(authority) ? Optional.of(new Target(secure, authority, path)) : Optional.empty();
    }

    /** uri-host [ ":" port ] (RFC 9110 §7.2); without a user's name, which may hide whose the path is (§4.2.4). */
    private static boolean isAuthority(String text) {
        int end = hostEnd(text);
        boolean literal = text.startsWith("[");
        String host = literal ? text.substring(1, Math.max(1, end - 1)) : text.substring(0, end);
        return !host.isEmpty()
                && host.chars().allMatch(literal ? Target::isOfLiteral : Target::isOfName)
                && (!literal || text.charAt(end - 1) == ']')
                && isPort(text.substring(end));
    }

    private static boolean isPort(String text) {
        return text.isEmpty()
                || text.startsWith(":")
                        && text.length() <= 1 + LONGEST_PORT
                        && text.chars().skip(1).allMatch(Target::isDigit);
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || "-._~".indexOf(c) >= 0;
    }

    private static boolean isOfLiteral(int c) {
        return c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || isDigit(c) || c == ':' || c == '.';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Where the port begins, with its colon. */
    private static int hostEnd(String authority) {
        int from = authority.startsWith("[") ? authority.indexOf(']') + 1 : 0;
        int colon = authority.indexOf(':', from);
        return colon < 0 ? authority.length() : colon;
    }

    /** Lower case, without the port and a dot at its end. */
    String host() {
        return host(authority);
    }

    static String host(String authority) {
        String name = authority.substring(0, hostEnd(authority)).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
