package org.maillon.peer;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The far end of the chain: takes all mail, and counts each by its {@code X-Test-Id} and envelope recipient. Speaks plain
 * SMTP with PIPELINING and 8BITMIME.
 */
final class CountingSink implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<String, Queue<Arrival>> seen = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
    private final boolean keepsBodies;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger life = new AtomicInteger();

    /**
     * One copy that came for one recipient.
     *
     * @param life of the sender's process: 0, and one more with each {@link #nextLife}
     * @param at just before we answered for it
     */
    record Arrival(int life, Instant at) {}

    private CountingSink(ServerSocket listener, boolean keepsBodies) {
        this.listener = listener;
        this.keepsBodies = keepsBodies;
    }

    static CountingSink counting() throws IOException {
        return start(0, false);
    }

    /** A server that comes up where mail has waited for it. */
    static CountingSink counting(int port) throws IOException {
        return start(port, false);
    }

    /** Also keeps what it took, dots unstuffed, an octet a character. */
    static CountingSink keeping() throws IOException {
        return start(0, true);
    }

    private static CountingSink start(int port, boolean keepsBodies) throws IOException {
        ServerSocket listener = new ServerSocket(port, 500, InetAddress.ofLiteral("127.0.0.1"));
        CountingSink sink = new CountingSink(listener, keepsBodies);
        Thread.ofVirtual().name("sink").start(sink::accept);
        return sink;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How often a message came for a recipient. */
    int times(String id, String recipient) {
        return arrivals(id, recipient).size();
    }

    /** Every copy, in order. */
    List<Arrival> arrivals(String id, String recipient) {
        Queue<Arrival> all = seen.get(key(id, recipient));
        return all == null ? List.of() : List.copyOf(all);
    }

    /** Sessions of clients that are there. */
    int open() {
        return open.get();
    }

    /** The sender died, and all its sessions are over: what comes now comes from its next life. */
    void nextLife() {
        life.incrementAndGet();
    }

    int distinct() {
        return seen.size();
    }

    List<String> bodies() {
        return List.copyOf(bodies);
    }

    private static String key(String id, String recipient) {
        return id + " " + recipient;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.incrementAndGet();
                Thread.ofVirtual().name("sink session").start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(
                    new BufferedInputStream(socket.getInputStream()), StandardCharsets.ISO_8859_1));
            converse(in, socket.getOutputStream());
        } catch (IOException _) {
            // The client went away: what it had no answer for, it sends again.
        } finally {
            open.decrementAndGet();
        }
    }

    private void converse(BufferedReader in, OutputStream out) throws IOException {
        List<String> recipients = new ArrayList<>();
        say(out, "220 sink.test ESMTP");
        String line = in.readLine();
        while (line != null) {
            String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(out, "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
                case "RCPT" -> {
                    recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    say(out, "250 2.1.5 Ok");
                }
                case "DATA" -> {
                    say(out, "354 Go on");
                    take(in, recipients);
                    recipients.clear();
                    say(out, "250 2.0.0 Taken");
                }
                case "QUIT" -> {
                    say(out, "221 2.0.0 Bye");
                    return;
                }
                default -> {
                    recipients.clear();
                    say(out, "250 2.0.0 Ok");
                }
            }
            line = in.readLine();
        }
    }

    private void take(BufferedReader in, List<String> recipients) throws IOException {
        String id = "none";
        StringBuilder body = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            if (line.startsWith("X-Test-Id: ")) {
                id = line.substring(11);
            }
            if (keepsBodies) {
                body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("closed within a message");
        }
        for (String recipient : recipients) {
            seen.computeIfAbsent(key(id, recipient), _ -> new ConcurrentLinkedQueue<>())
                    .add(new Arrival(life.get(), Instant.now()));
        }
        if (keepsBodies) {
            bodies.add(body.toString());
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
