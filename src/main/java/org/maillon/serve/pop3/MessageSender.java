package org.maillon.serve.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Message;
import org.maillon.serve.net.Connection;
import org.maillon.wire.pop3.DotStuffing;
import org.maillon.wire.pop3.Pop3Effect;

/** Streams one message, or its top. */
final class MessageSender {
    private static final int BUFFER = 16 << 10;

    private final Connection connection;
    private final Mailboxes mailboxes;
    private boolean begun;

    MessageSender(Connection connection, Mailboxes mailboxes) {
        this.connection = connection;
        this.mailboxes = mailboxes;
    }

    /** Whether the reply is out, so that there is no other way to say that something failed than to hang up. */
    boolean hasBegun() {
        return begun;
    }

    /** False where the message is gone; nothing was said then. */
    boolean send(Message message, Pop3Effect.Send send) throws IOException {
        Optional<InputStream> octets = mailboxes.read(message);
        if (octets.isEmpty()) {
            return false;
        }
        try (InputStream in = octets.get()) {
            send(in, message.size(), send);
        }
        return true;
    }

    private void send(InputStream in, long size, Pop3Effect.Send send) throws IOException {
        DotStuffing out = new DotStuffing(new Output(connection), send.bodyLines());
        byte[] buffer = new byte[Math.clamp(size, 1, BUFFER)];
        long left = size;
        int read = in.read(buffer);
        begun = true;
        connection.write(Pop3Protocol.line(send.reply()));
        while (read > 0 && !out.isFull()) {
            out.write(buffer, read);
            left -= read;
            read = in.read(buffer);
        }
        if (left > 0 && !out.isFull()) {
            throw new EOFException("the store has " + left + " octets less than the message");
        }
        out.end();
    }

    private static final class Output extends OutputStream {
        private final Connection connection;

        Output(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void write(int octet) throws IOException {
            connection.write(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            connection.write(octets, from, length);
        }
    }
}
