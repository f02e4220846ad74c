package org.maillon.deliver.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.route.Hop;
import org.maillon.route.Route;

/** A peer that takes so many recipients in a transaction and counts what it is asked. */
final class CountingPeer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String limits;
    private final int most;
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();

    /** Recipients of each message taken. */
    final List<Integer> messages = new CopyOnWriteArrayList<>();

    /** @param limits as EHLO says them; empty: it says nothing of limits */
    CountingPeer(String limits, int most) throws IOException {
        this.limits = limits;
        this.most = most;
        Thread.startVirtualThread(this::serve);
    }

    Hop hop() {
        return new Hop(
                Route.Protocol.SMTP,
                "mx.example",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> talk(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(out, "220 mx.example");
            int taken = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("EHLO")) {
                    say(
                            out,
                            "250-mx.example\r\n" + (limits.isEmpty() ? "" : "250-LIMITS " + limits + "\r\n")
                                    + "250 PIPELINING");
                } else if (line.startsWith("RCPT")) {
                    boolean takes = taken < most;
                    taken += takes ? 1 : 0;
                    refused.addAndGet(takes ? 0 : 1);
                    say(out, takes ? "250 2.1.5 Ok" : "452 4.5.3 Too many recipients");
                } else if (line.equals("DATA")) {
                    say(out, "354 Go");
                    while (!".".equals(in.readLine())) {
                        // the message
                    }
                    messages.add(taken);
                    taken = 0;
                    say(out, "250 2.0.0 taken");
                } else {
                    say(out, line.startsWith("QUIT") ? "221 bye" : "250 Ok");
                }
            }
        } catch (IOException _) {
            // it went
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
