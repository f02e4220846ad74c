package org.maillon.peer;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Bytes;

/** One SMTP connection as a test speaks it: a command, a reply, octets as they are. */
final class SmtpDialogue implements AutoCloseable {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private SmtpDialogue(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /** Connected, greeted, and past EHLO. */
    static SmtpDialogue open(String host, int port) throws IOException {
        SmtpDialogue dialogue = connect(host, port);
        dialogue.expect("220", dialogue.reply());
        dialogue.ask("EHLO load.test", "250");
        return dialogue;
    }

    private static SmtpDialogue connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), 10_000);
            socket.setSoTimeout(180_000);
            socket.setTcpNoDelay(true);
            return new SmtpDialogue(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static void awaitGreeting(String host, int port, Duration atMost, Process server) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!server.isAlive()) {
                throw new AssertionError("the server ended with " + server.exitValue());
            }
            return greets(host, port);
        });
    }

    private static boolean greets(String host, int port) {
        try (SmtpDialogue dialogue = connect(host, port)) {
            return dialogue.reply().startsWith("220");
        } catch (IOException _) {
            return false;
        }
    }

    /** The reply, which must begin with {@code code}. */
    String ask(String command, String code) throws IOException {
        line(command);
        return expect(code, reply());
    }

    /** One whole transaction, as far as it goes; the first answer that says no, or the one to its end. */
    String answer(String from, String recipient, Bytes message) throws IOException {
        for (String command : List.of("RSET", "MAIL FROM:<" + from + ">", "RCPT TO:<" + recipient + ">")) {
            line(command);
            String reply = reply();
            if (!reply.startsWith("250")) {
                return reply;
            }
        }
        line("DATA");
        String reply = reply();
        if (!reply.startsWith("354")) {
            return reply;
        }
        stuffed(message);
        line(".");
        return reply();
    }

    /** One whole transaction; the answer to its end. */
    String send(String from, Iterable<String> recipients, Bytes message) throws IOException {
        ask("MAIL FROM:<" + from + "> BODY=8BITMIME", "250");
        for (String recipient : recipients) {
            ask("RCPT TO:<" + recipient + ">", "250");
        }
        ask("DATA", "354");
        stuffed(message);
        line(".");
        return expect("250", reply());
    }

    void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(CRLF);
    }

    /** RFC 5321 §4.5.2: a dot more at the start of each line that begins with one. */
    private void stuffed(Bytes message) throws IOException {
        boolean lineBegins = true;
        for (byte octet : message.shared()) {
            if (lineBegins && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            lineBegins = octet == '\n';
        }
    }

    /** All lines of a reply, joined by {@code \n}. */
    String reply() throws IOException {
        out.flush();
        StringBuilder text = new StringBuilder();
        while (true) {
            String line = readLine();
            text.append(text.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return text.toString();
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            } else if (octet == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) octet);
        }
    }

    private String expect(String code, String reply) {
        if (!reply.startsWith(code)) {
            throw new AssertionError("wanted " + code + ", heard: " + reply);
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
