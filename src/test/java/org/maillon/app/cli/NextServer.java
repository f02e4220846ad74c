package org.maillon.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mail server behind ours that notes each line it hears. */
final class NextServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Function<String, String> answers;
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param answers what it says to a command, where that is not the usual */
    NextServer(Function<String, @Nullable String> answers) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.answers = command -> {
            String own = answers.apply(command);
            return own == null ? usual(command) : own;
        };
        Thread.startVirtualThread(this::serve);
    }

    /** Knows these, and says 550 to all others. */
    static NextServer knowing(String... names) {
        return new NextServer(command -> {
            boolean refuses =
                    command.startsWith("RCPT") && List.of(names).stream().noneMatch(command::contains);
            return refuses ? "550 5.1.1 No such user here" : null;
        });
    }

    private static String usual(String command) {
        return switch (command.substring(0, Math.min(4, command.length())).toUpperCase(Locale.ROOT)) {
            case "EHLO" -> "250 next.test";
            case "DATA" -> "354 Go";
            case "QUIT" -> "221 2.0.0 bye";
            default -> "250 2.0.0 Ok";
        };
    }

    /** A route to it for a domain. */
    String route(String domain) {
        return "[[route]]\ndomain = \"" + domain + "\"\nvia = \"smtp://127.0.0.1:" + listener.getLocalPort() + "\"\n";
    }

    long heard(String beginning) {
        return heard.stream().filter(line -> line.startsWith(beginning)).count();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                heard.add("CONNECT");
                Thread.startVirtualThread(() -> talk(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            say(client, "220 next.test ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                String answer = answers.apply(line);
                say(client, answer);
                if (answer.startsWith("354")) {
                    body(in);
                    heard.add("MESSAGE");
                    say(client, "250 2.0.0 taken");
                } else if (answer.startsWith("221")) {
                    return;
                }
            }
        } catch (IOException _) {
            heard.add("BROKEN");
        }
    }

    private static void body(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
