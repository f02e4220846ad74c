package org.maillon.serve.pop3;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines to and from a socket. */
final class Pop3Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Pop3Client(int port) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void say(String... lines) throws IOException {
        socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    String ask(String line) throws IOException {
        say(line);
        return hear();
    }

    String logIn() throws IOException {
        hear();
        ask("USER ada@example.org");
        return ask("PASS a pass phrase");
    }

    String hear() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("after '" + line + "'");
            }
            line.append((char) octet);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    /** How many lines until the dot, and how many octets in them, CRLF included. */
    long[] hearMany() throws IOException {
        long lines = 0;
        long octets = 0;
        for (String line = hear(); !line.equals("."); line = hear()) {
            lines++;
            octets += line.length() + 2 - (line.startsWith(".") ? 1 : 0);
        }
        return new long[] {lines, octets};
    }

    boolean hearEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
