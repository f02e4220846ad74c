package org.maillon.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Between a server and a client that begins with STARTTLS and forgets EHLO (gsasl 2.2): says it in the client's place and hands
 * on octets after that, so that TLS goes from end to end.
 */
final class EhloFirst implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    private final int server;

    EhloFirst(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().name("ehlo-first").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("between").start(() -> join(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void join(Socket client) {
        try (client;
                Socket behind = new Socket(socket.getInetAddress(), server)) {
            String greeting = reply(behind.getInputStream());
            behind.getOutputStream().write("EHLO between.test\r\n".getBytes(StandardCharsets.US_ASCII));
            reply(behind.getInputStream());
            client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> hand(behind, client));
            hand(client, behind);
            back.join();
        } catch (IOException _) {
            // one of them has gone, and with it the other
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Up to the line with a space behind its code, octet by octet: what follows is not ours. */
    private static String reply(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        int line = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            all.append((char) octet);
            if (octet == '\n' && all.charAt(line + 3) == ' ') {
                return all.toString();
            }
            line = octet == '\n' ? all.length() : line;
        }
        throw new IOException("gone");
    }

    private static void hand(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException _) {
            // its end
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
