package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.maillon.secrets.KnownSecrets;

/** A person at a telnet prompt. */
final class Telnet implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Telnet(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Types a line and hears the whole reply, its lines joined by line feeds. */
    String says(String line) throws IOException {
        socket.getOutputStream().write((KnownSecrets.typed(line) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return hears();
    }

    String hears() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-' && Character.isDigit(line.charAt(0))) {
            reply.append(line).append('\n');
            line = in.readLine();
        }
        return reply.append(line).toString();
    }

    /** A POP3 reply of many lines, up to its lone dot. */
    String saysAndHearsAll(String line) throws IOException {
        StringBuilder all = new StringBuilder(says(line)).append('\n');
        for (String next = in.readLine(); next != null && !next.equals("."); next = in.readLine()) {
            all.append(next).append('\n');
        }
        return all.toString();
    }

    /** One whole message; returns what the server said to its end. */
    static String send(int port, String from, String to, String text) throws IOException {
        try (Telnet client = new Telnet(port)) {
            assertThat(client.hears()).startsWith("220 ");
            assertThat(client.says("EHLO me.test")).contains("250");
            assertThat(client.says("MAIL FROM:<" + from + ">")).startsWith("250 ");
            assertThat(client.says("RCPT TO:<" + to + ">")).startsWith("250 ");
            assertThat(client.says("DATA")).startsWith("354 ");
            String answer = client.says(text + "\r\n.");
            assertThat(client.says("QUIT")).startsWith("221 ");
            return answer;
        }
    }

    /** The messages of a mailbox, by POP3. */
    static java.util.List<String> fetch(int port, String address, String password) throws IOException {
        try (Telnet client = new Telnet(port)) {
            assertThat(client.hears()).startsWith("+OK");
            assertThat(client.says("USER " + address)).startsWith("+OK");
            assertThat(client.says("PASS " + password)).startsWith("+OK");
            int messages = Integer.parseInt(client.says("STAT").split(" ", -1)[1]);
            java.util.List<String> found = new java.util.ArrayList<>();
            for (int i = 1; i <= messages; i++) {
                found.add(client.saysAndHearsAll("RETR " + i));
            }
            assertThat(client.says("QUIT")).startsWith("+OK");
            return found;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
