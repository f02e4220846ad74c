package org.maillon.app.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The command line's end of the control channel. */
final class ControlClient implements AutoCloseable {
    private final SocketChannel channel;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Empty where no server has this data folder open. */
    static Optional<ControlClient> connect(Path data) throws IOException {
        if (Files.notExists(data)) {
            return Optional.empty();
        }
        Path socket = ControlPath.of(data);
        if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        ControlPath.requireOwn(socket, data);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Optional.of(new ControlClient(channel));
        } catch (ConnectException _) {
            channel.close();
            return Optional.empty(); // its server died and left it
        } catch (IOException e) {
            channel.close();
            throw new IOException("the server's control socket " + socket + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Has the server run the verb, and passes on what it says. */
    int run(ControlFrame.Request request, Terminal terminal) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)))) {
            request.write(out);
            while (true) {
                switch (ControlFrame.read(in)) {
                    case ControlFrame.Out(String octets) -> pass(octets, terminal.out());
                    case ControlFrame.Err(String octets) -> pass(octets, terminal.err());
                    case ControlFrame.Exited(int code) -> {
                        return code;
                    }
                    case ControlFrame.Request _ -> throw new IOException("the server answered with a request");
                }
            }
        } catch (EOFException e) {
            throw new IOException("the server ended before it had answered", e);
        }
    }

    private static void pass(String octets, PrintStream out) {
        out.writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
