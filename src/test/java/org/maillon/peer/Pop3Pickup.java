package org.maillon.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A POP3 client as a test needs it (RFC 1939): octets as they are, many messages, pipelined. */
final class Pop3Pickup implements AutoCloseable {
    private static final int AT_ONCE = 50;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Pop3Pickup(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    static Pop3Pickup open(InetSocketAddress server, String user, String password) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, 10_000);
            socket.setSoTimeout(120_000);
            Pop3Pickup pickup = new Pop3Pickup(socket);
            pickup.positive("greeting");
            pickup.ask("USER " + user);
            pickup.ask("PASS " + password);
            return pickup;
        } catch (IOException | AssertionError e) {
            socket.close();
            throw e;
        }
    }

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    int count() throws IOException {
        return Integer.parseInt(ask("STAT").split(" ", -1)[1]);
    }

    List<byte[]> all() throws IOException {
        List<byte[]> messages = new ArrayList<>();
        retrieve("RETR %d", messages::add);
        return messages;
    }

    /** One message after the other, none kept. */
    void each(Consumer<byte[]> message) throws IOException {
        retrieve("RETR %d", message);
    }

    /** Each message's header. */
    List<String> headers() throws IOException {
        List<String> headers = new ArrayList<>();
        retrieve("TOP %d 0", octets -> headers.add(new String(octets, StandardCharsets.UTF_8)));
        return headers;
    }

    /** Counted from 1. */
    byte[] message(int number) throws IOException {
        ask("RETR " + number);
        return message();
    }

    private void retrieve(String command, Consumer<byte[]> each) throws IOException {
        int count = count();
        for (int first = 1; first <= count; first += AT_ONCE) {
            int last = Math.min(count, first + AT_ONCE - 1);
            StringBuilder commands = new StringBuilder();
            for (int number = first; number <= last; number++) {
                commands.append(command.formatted(number)).append("\r\n");
            }
            out.write(commands.toString().getBytes(StandardCharsets.US_ASCII));
            for (int number = first; number <= last; number++) {
                positive(command.formatted(number));
                each.accept(message());
            }
        }
    }

    String ask(String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return positive(command);
    }

    private String positive(String command) throws IOException {
        String reply = new String(line(), StandardCharsets.UTF_8).strip();
        if (!reply.startsWith("+OK")) {
            throw new AssertionError(command.replaceFirst("^PASS .*", "PASS …") + ": " + reply);
        }
        return reply;
    }

    /** Up to the dot alone, dots unstuffed. */
    private byte[] message() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (true) {
            byte[] line = line();
            boolean dotted = line[0] == '.';
            if (dotted && line.length == 3) {
                return octets.toByteArray();
            }
            octets.write(line, dotted ? 1 : 0, dotted ? line.length - 1 : line.length);
        }
    }

    /** With its CRLF. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(100);
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed after '" + line.toString(StandardCharsets.UTF_8) + "'");
            }
            line.write(octet);
            if (octet == '\n') {
                return line.toByteArray();
            }
        }
    }

    void quit() throws IOException {
        ask("QUIT");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
