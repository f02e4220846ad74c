package org.maillon.web.http;

import java.net.InetAddress;

/** Where the door listens: {@code 127.0.0.1:8080}, {@code [::1]:8443}. */
public record WebAddress(String address, int port) {
    /** @throws IllegalArgumentException that says what to write */
    public static WebAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || host.contains(":") != bracketed) {
            throw bad(text);
        }
        try {
            InetAddress address = InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 0 || port > 65535) {
                throw bad(text);
            }
            return new WebAddress(address.getHostAddress(), port);
        } catch (IllegalArgumentException _) {
            throw bad(text);
        }
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address and port; write such as 127.0.0.1:8080 or [::]:443");
    }
}
