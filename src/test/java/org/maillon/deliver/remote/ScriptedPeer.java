package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.trust.Certificates;

/**
 * A server on a loopback port that plays scripts, one per connection, in their order. A line of a script:
 * {@code S: text} says a line, {@code C: text} wants that line to come, {@code RAW text} says octets without a line end
 * ({@code \n}, {@code \r} and {@code \0} written so), {@code CLOSE} hangs up (a script's end does too), {@code HANG}
 * waits until the other side hangs up, {@code C* n} wants n octets, {@code TLS} makes the handshake with the identity given.
 */
final class ScriptedPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final CompletableFuture<Void> played;
    private final Optional<SSLContext> tls;

    ScriptedPeer(String... scripts) {
        this(Optional.empty(), scripts);
    }

    ScriptedPeer(Certificates.Identity identity, String... scripts) {
        this(Optional.of(identity.context()), scripts);
    }

    private ScriptedPeer(Optional<SSLContext> tls, String... scripts) {
        this.tls = tls;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        played = new CompletableFuture<>();
        Thread.startVirtualThread(() -> playAll(List.of(scripts)));
    }

    Hop hop() {
        return hop(Route.Protocol.SMTP);
    }

    Hop hop(Route.Protocol protocol) {
        return hop(protocol, "mx.example");
    }

    Hop hop(Route.Protocol protocol, String host) {
        return new Hop(
                protocol, host, new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    /** Returns once every script was played to its end; throws what did not go by the script. */
    void finish() {
        try {
            played.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the scripts were not played to their end", e);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e);
        }
    }

    private void playAll(List<String> scripts) {
        try {
            for (String script : scripts) {
                try (Socket socket = listener.accept()) {
                    play(script, socket);
                }
            }
            played.complete(null);
        } catch (IOException | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    private void play(String script, Socket plain) throws IOException {
        Socket socket = plain;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (String line : script.lines().map(String::strip).toList()) {
            if (line.startsWith("S:")) {
                socket.getOutputStream().write((line.substring(2).strip() + "\r\n").getBytes(UTF_8));
            } else if (line.startsWith("RAW ")) {
                socket.getOutputStream().write(unescape(line.substring(4)).getBytes(UTF_8));
            } else if (line.equals("TLS")) {
                SSLSocket secured =
                        (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(socket, "", 0, true);
                secured.setUseClientMode(false);
                secured.startHandshake();
                socket = secured;
                in = new BufferedInputStream(secured.getInputStream());
            } else if (line.startsWith("C*")) {
                in.skipNBytes(Long.parseLong(line.substring(2).strip()));
            } else if (line.startsWith("C:")) {
                expect(line.substring(2).strip(), in);
            } else if (line.equals("HANG")) {
                hang(in);
            } else if (line.equals("CLOSE")) {
                return;
            } else if (!line.isEmpty()) {
                throw new AssertionError("not a line of a script: " + line);
            }
        }
    }

    private static void expect(String wanted, InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new AssertionError("wanted '" + wanted + "', got the end after '" + line + "'");
            }
            line.append((char) octet);
        }
        String got = new String(line.toString().getBytes(ISO_8859_1), UTF_8);
        if (!got.equals(wanted + "\r")) {
            throw new AssertionError("wanted '" + wanted + "', got '" + got + "'");
        }
    }

    private static void hang(InputStream in) throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException _) {
            // hung up
        }
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0");
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
