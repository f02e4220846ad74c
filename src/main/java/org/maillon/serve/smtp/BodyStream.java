package org.maillon.serve.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;
import org.maillon.submit.Incoming;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.DotReader;
import org.maillon.wire.smtp.TextSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams bodies from the connection to where they are kept, a buffer at a time. */
final class BodyStream {
    private static final Logger LOG = LoggerFactory.getLogger(BodyStream.class);

    /** Who has sent LF alone and then falls silent most likely believes that the message has ended. */
    private static final Duration PATIENCE_AFTER_FAULT = Duration.ofSeconds(10);

    private final Connection connection;
    private final SmtpSettings settings;

    BodyStream(Connection connection, SmtpSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /** Where the octets go. A sink that breaks takes no more, but the body is read to its end all the same: the answer comes there. */
    private static final class Pouring implements TextSink {
        private final Incoming incoming;
        private Optional<RuntimeException> broken = Optional.empty();

        Pouring(Incoming incoming) {
            this.incoming = incoming;
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            if (broken.isPresent()) {
                return;
            }
            try {
                incoming.write(octets, from, length);
            } catch (RuntimeException e) {
                broken = Optional.of(e);
            }
        }

        Event or(Event good) {
            broken.ifPresent(e -> {
                throw e;
            });
            return good;
        }
    }

    Event readText(Incoming incoming, Deadline message) throws IOException {
        DotReader reader = new DotReader(Math.toIntExact(settings.textLine().octets()));
        Pouring pouring = new Pouring(incoming);
        connection.widen();
        try {
            while (true) {
                int used = reader.read(connection.octets(), connection.from(), connection.to(), pouring);
                connection.consume(used);
                if (reader.isDone()) {
                    return reader.fault().isPresent()
                            ? new Event.TextRead(reader.fault())
                            : pouring.or(new Event.TextRead(Optional.empty()));
                }
                Connection.Filled filled = connection.fill(patience(reader).orEarlier(message));
                if (filled != Connection.Filled.SOME) {
                    return filled == Connection.Filled.TIMED_OUT ? new Event.TimedOut(reader.fault()) : ended();
                }
            }
        } finally {
            connection.narrow();
        }
    }

    private Deadline patience(DotReader reader) {
        Deadline usual = Deadline.in(settings.dataTime());
        return reader.fault().isPresent() ? usual.orEarlier(Deadline.in(PATIENCE_AFTER_FAULT)) : usual;
    }

    Event readChunk(Body body, Command.Bdat chunk, Deadline message) throws IOException {
        Pouring pouring = new Pouring(body.incoming());
        Optional<Event> cut;
        connection.widen();
        try {
            cut = pass(
                    chunk.octets(),
                    message,
                    (in, from, length) -> body.chunks().read(in, from, from + length, pouring));
        } finally {
            connection.narrow();
        }
        if (cut.isPresent()) {
            return cut.get();
        }
        if (chunk.last()) {
            body.chunks().end(pouring);
        }
        Event read = new Event.ChunkRead(body.chunks().fault());
        return body.chunks().fault().isPresent() ? read : pouring.or(read);
    }

    /** Through the small buffer: it is no message that counts among {@link Bodies}. */
    Optional<Event> swallow(long octets, Deadline message) throws IOException {
        return pass(octets, message, (_, _, _) -> {});
    }

    /** Exactly so many octets; else the event that cut them short. */
    private Optional<Event> pass(long octets, Deadline message, TextSink sink) throws IOException {
        long left = octets;
        while (true) {
            int here = (int) Math.min(left, connection.to() - connection.from());
            if (here > 0) {
                sink.write(connection.octets(), connection.from(), here);
                connection.consume(here);
                left -= here;
            }
            if (left == 0) {
                return Optional.empty();
            }
            Connection.Filled filled =
                    connection.fill(Deadline.in(settings.dataTime()).orEarlier(message));
            if (filled != Connection.Filled.SOME) {
                return Optional.of(
                        filled == Connection.Filled.TIMED_OUT ? new Event.TimedOut(Optional.empty()) : ended());
            }
        }
    }

    private Event ended() {
        if (connection.isStopping()) {
            return new Event.Stopping();
        }
        LOG.debug("{} went away in the middle of a message", connection.peer());
        return new Event.PeerGone();
    }
}
