package org.maillon.filter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Dialer;

/** Where a filter listens: {@code tcp://127.0.0.1:11332}, {@code tcp://[::1]:3310} or {@code unix:///run/clamav/clamd.ctl}. */
public sealed interface FilterAddress {
    Connection open(Dialer dialer, Duration patience) throws IOException;

    /** What the Host field of HTTP names. */
    String host();

    record Tcp(String host, int port) implements FilterAddress {
        /** A name is looked up as the machine looks names up, for filters are called what /etc/hosts or a container says. */
        @Override
        public Connection open(Dialer dialer, Duration patience) throws IOException {
            InetSocketAddress to = new InetSocketAddress(host, port);
            if (to.isUnresolved()) {
                throw new UnknownHostException("this machine knows no address of " + host);
            }
            return dialer.open(to, patience);
        }

        @Override
        public String toString() {
            return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    record Local(Path socket) implements FilterAddress {
        @Override
        public Connection open(Dialer dialer, Duration patience) throws IOException {
            return dialer.open(socket, patience);
        }

        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /** @throws IllegalArgumentException with a sentence, where it is none */
    static FilterAddress parse(String text) {
        if (text.startsWith("unix:///")) {
            try {
                return new Local(Path.of(text.substring("unix://".length())));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("'" + text + "' names no file", e);
            }
        } else if (text.startsWith("tcp://")) {
            return tcp(text, text.substring("tcp://".length()));
        }
        throw none(text);
    }

    private static FilterAddress tcp(String text, String rest) {
        int colon = rest.lastIndexOf(':');
        if (colon <= 0) {
            throw none(text);
        }
        String host = rest.substring(0, colon);
        boolean six = host.startsWith("[") && host.endsWith("]");
        String bare = six ? host.substring(1, host.length() - 1) : host;
        boolean isHost = !bare.isEmpty() && bare.chars().allMatch(c -> isOfAHost(c) || six && c == ':');
        int port = port(rest.substring(colon + 1));
        if (!isHost || port < 0) {
            throw none(text);
        }
        return new Tcp(bare, port);
    }

    private static boolean isOfAHost(int c) {
        return c == '.' || c == '-' || c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }

    private static int port(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        return port >= 1 && port <= 65_535 ? port : -1;
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no place of a filter; write tcp://127.0.0.1:11332 or unix:///run/clamav/clamd.ctl");
    }
}
