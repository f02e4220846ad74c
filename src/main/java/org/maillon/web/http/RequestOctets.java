package org.maillon.web.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;

/**
 * The octets of one connection as Helidon reads and writes them, with the bounds that it has not: a whole request has one
 * deadline and one size, however slowly it drips and whatever its chunks are made of.
 */
final class RequestOctets implements DataWriter {
    /** Around each octet of a body in chunks of one octet stand five more (RFC 9112 §7.1). */
    private static final int CHUNK_COST = 6;

    /** As Helidon writes it. */
    private static final String CLOSE = "\r\nConnection: close\r\n";

    private static final String NO_OCTETS = "\r\nContent-Length: 0";
    private static final String HEAD_END = "\r\n\r\n";
    private static final int LONGEST_HEAD = 8192;

    private final Connection connection;
    private final HttpSettings settings;
    private final long most;

    /** Nothing of the next request has come yet. */
    private boolean between = true;

    private Deadline deadline = Deadline.in(java.time.Duration.ZERO);
    private long octets;

    RequestOctets(Connection connection, HttpSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.most = settings.requestLine().octets()
                + 2 * settings.headerSize().octets()
                + CHUNK_COST * settings.bodySize().octets();
    }

    /** What has come; null where no more does and no answer is due. */
    byte @Nullable [] next() {
        try {
            Deadline until = between ? Deadline.in(settings.idleTime()) : deadline;
            if (connection.from() == connection.to()) {
                switch (connection.await(until)) {
                    case SOME -> {}
                    case CLOSED -> {
                        return null;
                    }
                    case TIMED_OUT -> {
                        return late();
                    }
                }
            }
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte @Nullable [] late() throws IOException {
        if (between) {
            return null;
        }
        throw refused(Answer.problem(408, "The request did not come whole in time. Send it again, all of it at once."));
    }

    private byte[] taken() throws IOException {
        if (between) {
            between = false;
            octets = 0;
            deadline = Deadline.in(settings.requestTime());
        }
        byte[] some = Arrays.copyOfRange(connection.octets(), connection.from(), connection.to());
        connection.consume(some.length);
        octets += some.length;
        if (octets > most) {
            throw refused(Answer.problem(413, "The request is too large. Send less at once."));
        }
        return some;
    }

    private CloseConnectionException refused(Answer answer) throws IOException {
        connection.write(Wire.closing(answer));
        return new CloseConnectionException("refused with " + answer.status());
    }

    @Override
    public void write(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            write(buffer);
        }
    }

    /**
     * An answer: with it the request is over. What is buffered goes out before the next one is waited for.
     *
     * <p>Behind one that says that the connection ends Helidon would go on and take what follows for the next request, also
     * where the answer says so because nobody knows where that one begins. So it ends here (RFC 9112 §9.6).
     */
    @Override
    public void write(BufferData buffer) {
        byte[] some = buffer.readBytes();
        String head = new String(some, 0, Math.min(some.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        boolean isLast = endsConnection(head);
        try {
            connection.write(isLast ? withoutEmptyLength(head, some) : some);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        between = true;
        if (isLast) {
            throw new CloseConnectionException("all is said");
        }
    }

    private static boolean endsConnection(String head) {
        int end = head.indexOf(HEAD_END);
        return end >= 0 && head.lastIndexOf(CLOSE, end) >= 0;
    }

    /**
     * A refused HEAD gets the head alone, and Helidon says then that the body has no octets, which may only be said where GET
     * would get none (RFC 9110 §8.6). Where the connection ends nobody needs to be told.
     */
    private static byte[] withoutEmptyLength(String head, byte[] answer) {
        int at = head.indexOf(NO_OCTETS);
        return at < 0 || !head.endsWith(HEAD_END)
                ? answer
                : (head.substring(0, at) + head.substring(at + NO_OCTETS.length()))
                        .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    /** 100 Continue: the request goes on. */
    @Override
    public void writeNow(BufferData buffer) {
        boolean before = between;
        write(buffer);
        between = before;
        flush();
    }

    @Override
    public void flush() {
        try {
            connection.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
