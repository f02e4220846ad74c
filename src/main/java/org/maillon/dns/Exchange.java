package org.maillon.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Datagrams;
import org.maillon.kernel.net.Dialer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** One question to one server and its answer: over UDP, and again over TCP where the answer was cut short. */
final class Exchange {
    /** What goes through every path unbroken (RFC 6891 §6.2.5 leaves it to us; 1,280 octets of IPv6 less headers). */
    private static final int UDP_SIZE = 1232;

    private static final int BUFFER = 4096;
    private static final int HEADER = 12;

    private final Datagrams datagrams;
    private final Dialer dialer;
    private final InstantSource clock;
    private final RandomGenerator entropy;

    Exchange(Datagrams datagrams, Dialer dialer, InstantSource clock, RandomGenerator entropy) {
        this.datagrams = datagrams;
        this.dialer = dialer;
        this.clock = clock;
        this.entropy = entropy;
    }

    /** No answer to our question came: what came instead, as a clause. */
    static final class NoAnswerException extends IOException {
        NoAnswerException(String why) {
            super(why);
        }
    }

    /** Who checks signatures. */
    enum Signatures {
        NOBODY,
        /** The server, which says so by the AD bit (RFC 6840 §5.7). */
        CHECKED_THERE,
        /** We: the server is to send them, and what it thinks of them itself does not matter (RFC 4035 §3.2.1, §3.2.2). */
        CHECKED_HERE
    }

    Message ask(InetSocketAddress server, Record question, Signatures signatures, Duration patience)
            throws IOException {
        Instant until = clock.instant().plus(patience);
        Message answer = exchange(server, query(question, signatures, true), until);
        boolean knowsNoEdns = answer.getRcode() == Rcode.FORMERR || answer.getRcode() == Rcode.NOTIMP;
        // RFC 6891 §7: a server from before EDNS is asked again without
        return knowsNoEdns ? exchange(server, query(question, signatures, false), until) : answer;
    }

    private Message query(Record question, Signatures signatures, boolean edns) {
        Message query = new Message(entropy.nextInt(1 << 16));
        query.getHeader().setOpcode(Opcode.QUERY);
        query.getHeader().setFlag(Flags.RD);
        switch (signatures) {
            case NOBODY -> {}
            case CHECKED_THERE -> query.getHeader().setFlag(Flags.AD);
            case CHECKED_HERE -> query.getHeader().setFlag(Flags.CD);
        }
        query.addRecord(question, Section.QUESTION);
        if (edns) {
            int flags = signatures == Signatures.CHECKED_HERE ? ExtendedFlags.DO : 0;
            query.addRecord(new OPTRecord(UDP_SIZE, 0, 0, flags), Section.ADDITIONAL);
        }
        return query;
    }

    private Message exchange(InetSocketAddress server, Message query, Instant until) throws IOException {
        Message answer = overUdp(server, query, until);
        return answer.getHeader().getFlag(Flags.TC) ? overTcp(server, query, until) : answer;
    }

    /** What is no answer to our question is passed over, not believed: the true one may still be on its way (RFC 5452 §9.1). */
    private Message overUdp(InetSocketAddress server, Message query, Instant until) throws IOException {
        String strange = "";
        try (Datagrams.Link link = datagrams.open(server)) {
            link.send(query.toWire());
            byte[] buffer = new byte[BUFFER];
            while (true) {
                int length = link.receive(buffer, left(until));
                Optional<Message> answer = answerTo(query, Arrays.copyOf(buffer, length));
                if (answer.isPresent()) {
                    return answer.get();
                }
                strange = ", only something that does not answer our question";
            }
        } catch (SocketTimeoutException _) {
            throw new NoAnswerException("no answer in time" + strange);
        }
    }

    /** RFC 7766 §8: two octets of length before each message. */
    private Message overTcp(InetSocketAddress server, Message query, Instant until) throws IOException {
        byte[] wire = query.toWire();
        byte[] framed = new byte[wire.length + 2];
        framed[0] = (byte) (wire.length >>> 8);
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        try (Connection connection = dialer.open(server, left(until))) {
            connection.write(framed, 0, framed.length, left(until));
            byte[] size = read(connection, 2, until);
            byte[] message = read(connection, (size[0] & 0xFF) << 8 | size[1] & 0xFF, until);
            return answerTo(query, message)
                    .orElseThrow(() -> new NoAnswerException("over TCP, something that does not answer our question"));
        } catch (SocketTimeoutException _) {
            throw new NoAnswerException("no answer in time over TCP");
        }
    }

    private byte[] read(Connection connection, int length, Instant until) throws IOException {
        byte[] all = new byte[length];
        int have = 0;
        while (have < length) {
            byte[] part = new byte[Math.min(length - have, BUFFER)];
            int read = connection.read(part, left(until));
            if (read < 0) {
                throw new NoAnswerException("an answer over TCP that ends in the middle");
            }
            System.arraycopy(part, 0, all, have, read);
            have += read;
        }
        return all;
    }

    private Duration left(Instant until) {
        return Duration.between(clock.instant(), until);
    }

    /** Id, direction and question must be the ones we sent (RFC 5452 §9.1). */
    private static Optional<Message> answerTo(Message query, byte[] wire) {
        if (wire.length < HEADER) {
            return Optional.empty();
        }
        try {
            Message answer = new Message(wire);
            Header header = answer.getHeader();
            boolean ours = header.getID() == query.getHeader().getID()
                    && header.getFlag(Flags.QR)
                    && header.getOpcode() == Opcode.QUERY
                    && (isSameQuestion(query, answer) || knowsNoQuestion(answer));
            return ours ? Optional.of(answer) : Optional.empty();
        } catch (IOException | RuntimeException _) {
            // the parser's words for octets that are no message
            return Optional.empty();
        }
    }

    private static boolean isSameQuestion(Message query, Message answer) {
        Record asked = query.getSection(Section.QUESTION).getFirst();
        var questions = answer.getSection(Section.QUESTION);
        return questions.size() == 1
                && questions.getFirst().getName().equals(asked.getName())
                && questions.getFirst().getType() == asked.getType()
                && questions.getFirst().getDClass() == DClass.IN;
    }

    /** A server that could not read the question may leave it out. */
    private static boolean knowsNoQuestion(Message answer) {
        return answer.getSection(Section.QUESTION).isEmpty()
                && (answer.getRcode() == Rcode.FORMERR || answer.getRcode() == Rcode.NOTIMP);
    }
}
