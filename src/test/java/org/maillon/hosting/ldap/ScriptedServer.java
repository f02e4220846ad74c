package org.maillon.hosting.ldap;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what a test wants. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    final AtomicInteger calls = new AtomicInteger();
    private volatile Part part;

    /** Ends when it throws or returns: then the connection does. */
    interface Part {
        void play(Socket connection) throws IOException, LDAPException;
    }

    ScriptedServer(Part part) throws IOException {
        this.part = part;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void plays(Part other) {
        part = other;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                open.add(connection);
                calls.incrementAndGet();
                Thread.ofVirtual().start(() -> play(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void play(Socket connection) {
        try (connection) {
            part.play(connection);
        } catch (IOException | LDAPException _) {
            // the other side has heard enough
        }
    }

    /** The next request's number. */
    static int request(Socket connection) throws IOException, LDAPException {
        LDAPMessage message = LDAPMessage.readFrom(new ASN1StreamReader(connection.getInputStream()), true);
        if (message == null) {
            throw new IOException("it left");
        }
        return message.getMessageID();
    }

    static void say(Socket connection, int number, ProtocolOp what) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(new LDAPMessage(number, what).encode().encode());
        out.flush();
    }

    /** Nothing more. */
    static void silence(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        while (in.read() >= 0) {
            // it may say what it likes
        }
    }

    /** What a server says that is well. */
    static Part relay(int port) {
        return connection -> {
            try (Socket well = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.ofVirtual().start(() -> {
                    try {
                        well.getInputStream().transferTo(connection.getOutputStream());
                    } catch (IOException _) {
                        // it is over
                    }
                });
                connection.getInputStream().transferTo(well.getOutputStream());
            }
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket one : open) {
            one.close();
        }
    }
}
