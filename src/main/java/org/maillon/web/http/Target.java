package org.maillon.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request asks for, and of whom (RFC 9112 §3.2): most send a path, and whose it is in the Host field; who takes us for a
 * proxy sends both in one, and then that counts (§3.2.2).
 *
 * @param authority host and perhaps a port, as sent
 * @param path as it was sent, percent-encoded; {@code *} asks for the server as a whole
 */
record Target(String authority, String path) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/]*)(/.*)?");

    /** Without a user's name, which may hide whose the path is (RFC 9110 §4.2.4). */
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

    /** Empty where it is of no form that we know. */
    static Optional<Target> of(String sent, List<String> hosts) {
        if (sent.startsWith("/") || sent.equals("*")) {
            return Optional.of(new Target(hosts.getFirst().strip(), sent));
        }
        var absolute = ABSOLUTE.matcher(sent);
        return absolute.matches() && AUTHORITY.matcher(absolute.group(1)).matches()
                ? Optional.of(new Target(absolute.group(1), absolute.group(2) == null ? "/" : absolute.group(2)))
                : Optional.empty();
    }

    /** Lower case, without the port and a dot at its end. */
    String host() {
        String host = authority.toLowerCase(Locale.ROOT);
        int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
