package org.maillon.serve.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Input;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.Protocol;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.TlsFailedException;
import org.maillon.serve.net.TlsServer;
import org.maillon.serve.net.Turnstile;

/** Greets, repeats lines, and knows "starttls", "who" (the TLS it is under), "bind" and "large N". */
final class TlsEcho implements Protocol, AutoCloseable {
    private static final SessionBounds BOUNDS =
            new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60));

    private final TlsServer tls;
    private final Listener listener;
    volatile TlsFailedException.Why failed = TlsFailedException.Why.GONE;

    TlsEcho(TlsServer tls, boolean first, SessionBounds bounds, boolean proxy) throws IOException {
        this.tls = tls;
        ListenerSettings settings = new ListenerSettings("127.0.0.1", 0, proxy, 50);
        Turnstile turnstile = new Turnstile(bounds);
        listener = first
                ? Listener.bindUnderTls(settings, turnstile, this, tls)
                : Listener.bind(settings, turnstile, this);
        listener.start();
    }

    static TlsEcho first(TlsServer tls) throws IOException {
        return new TlsEcho(tls, true, BOUNDS, false);
    }

    static TlsEcho afterACommand(TlsServer tls) throws IOException {
        return new TlsEcho(tls, false, BOUNDS, false);
    }

    int port() {
        return listener.port();
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public void converse(Connection connection) throws IOException {
        say(connection, "hello");
        while (connection.readLine(100, Deadline.in(Duration.ofSeconds(20)))
                instanceof Input.Line(byte[] in, int from, int to)) {
            act(connection, new String(in, from, to - from, StandardCharsets.US_ASCII));
        }
    }

    private void act(Connection connection, String line) throws IOException {
        if (line.equals("starttls")) {
            say(connection, "go");
            try {
                int dropped = connection.startTls(tls);
                say(connection, "dropped " + dropped);
            } catch (TlsFailedException e) {
                failed = e.why();
                throw e;
            }
        } else if (line.equals("who")) {
            say(
                    connection,
                    connection
                            .tls()
                            .map(link -> link.protocol() + " " + link.cipher() + " "
                                    + link.askedFor().orElse("-") + " "
                                    + link.client().orElse("-"))
                            .orElse("plain"));
        } else if (line.equals("bind")) {
            say(
                    connection,
                    connection
                            .tls()
                            .flatMap(link -> link.channelBinding())
                            .map(HexFormat.of()::formatHex)
                            .orElse("none"));
        } else if (line.startsWith("large ")) {
            connection.write("x".repeat(Integer.parseInt(line.substring(6))).getBytes(StandardCharsets.US_ASCII));
            say(connection, "");
        } else if (line.startsWith("body ")) {
            body(connection, Integer.parseInt(line.substring(5)));
        } else {
            say(connection, line);
        }
    }

    /** Reads so many octets as a message's body is read. */
    private static void body(Connection connection, int octets) throws IOException {
        connection.widen();
        long sum = 0;
        for (int left = octets; left > 0; ) {
            if (connection.from() == connection.to()
                    && connection.fill(Deadline.in(Duration.ofSeconds(20))) != Connection.Filled.SOME) {
                throw new IOException("the body ended early");
            }
            int here = Math.min(left, connection.to() - connection.from());
            for (int i = 0; i < here; i++) {
                sum += connection.octets()[connection.from() + i];
            }
            connection.consume(here);
            left -= here;
        }
        connection.narrow();
        say(connection, "sum " + sum);
    }

    private static void say(Connection connection, String line) throws IOException {
        connection.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] farewell(Farewell why) {
        return (why + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        listener.close();
    }
}
