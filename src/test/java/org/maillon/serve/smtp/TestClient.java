package org.maillon.serve.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client with patience of ten seconds. */
final class TestClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    TestClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next reply's last line. */
    String reply() throws IOException {
        String line = Fixture.line(in);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = Fixture.line(in);
        }
        return line;
    }

    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    boolean isConnected() {
        return socket.isConnected();
    }
}
