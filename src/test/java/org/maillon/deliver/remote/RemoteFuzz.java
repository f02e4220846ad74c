package org.maillon.deliver.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.net.Connection;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.CommandParser;
import org.maillon.wire.smtp.MailParameters;

/**
 * The SMTP client in each of its states, against servers that say anything at any moment: every recipient has one outcome,
 * what we say is commands and our message and nothing else, and nobody counts as delivered who was not given the message.
 */
public final class RemoteFuzz {
    /** Much of it looks like the protocol. */
    private static final String MESSAGE = "Subject: x\r\n\r\n.\r\nRCPT TO:<evil@example.net>\r\n..\r\nQUIT\r\n";

    private static final String STUFFED = "Subject: x\r\n\r\n..\r\nRCPT TO:<evil@example.net>\r\n...\r\nQUIT\r\n.\r\n";
    private static final int MOST_DIALS = 60;

    private RemoteFuzz() {}

    /**
     * How many recipients; what the message declares; how a silence ends; then what the servers say: 0xFE begins the next
     * connection, 0xFF waits until we have said something.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int recipients = 1 + octets.below(4);
        int declares = octets.next();
        boolean hangs = octets.flag();
        boolean lmtp = octets.below(4) == 0;
        Network network = new Network(connections(octets.rest()), hangs);
        Errand errand = errand(recipients, declares);
        List<Result> results;
        try (RemoteDelivery delivery =
                new RemoteDelivery(network::dial, _ -> "me.example", () -> Instant.EPOCH, policy(declares))) {
            results = delivery.deliver(errand, hops(lmtp), true);
        }
        Claim.same(results.size(), recipients, "one outcome each");
        Set<String> given = new HashSet<>();
        network.dialled.forEach(peer -> given.addAll(new Said(peer.said()).follow()));
        for (int i = 0; i < recipients; i++) {
            outcome(results.get(i), "r" + i + "@example.org", given);
        }
    }

    private static void outcome(Result result, String recipient, Set<String> given) {
        switch (result) {
            case Result.Delivered(String by, var reply, boolean _, boolean _) -> {
                Claim.that(reply.code() < 300 && !by.isBlank(), "delivered with %s by '%s'", reply, by);
                Claim.that(given.contains(recipient), "%s was not given the message", recipient);
            }
            case Result.Failed(Result.Failure failure) -> {
                Claim.that(failure.reply().isPermanent(), "failed for %s", failure.reply());
                worded(failure);
            }
            case Result.Deferred(Result.Failure failure) -> {
                Claim.that(!failure.reply().isPermanent(), "deferred for %s: %s", failure.reply(), failure.why());
                worded(failure);
            }
            case Result.Expanded _ -> Claim.that(false, "a remote server expands nothing");
        }
    }

    private static void worded(Result.Failure failure) {
        Claim.that(!failure.why().isBlank(), "no reason");
        Claim.that(failure.why().chars().noneMatch(Character::isISOControl), "a control in '%s'", failure.why());
        Claim.that(
                failure.why().length() < 300_000,
                "a reason of %d",
                failure.why().length());
    }

    private static RemotePolicy policy(int declares) {
        return Policies.with(
                Map.of(
                        "eight-bit-mime", (declares & 8) == 0 ? "just-send" : "strict",
                        "chunking", (declares & 16) == 0 ? "when-offered" : "when-needed",
                        "recipients-per-transaction", (declares & 32) == 0 ? "100" : "2",
                        "reply-lines", "16",
                        "reply-line", "512B"),
                Map.of());
    }

    private static Errand errand(int recipients, int declares) {
        BodyType body = List.of(BodyType.values()).get((declares & 3) % 3);
        MailParameters parameters = new MailParameters(
                MailParameters.NONE.size(),
                body,
                (declares & 4) != 0,
                MailParameters.NONE.returned(),
                MailParameters.NONE.envelopeId());
        String[] names = IntStream.range(0, recipients)
                .mapToObj(i -> "r" + i + "@example.org")
                .toArray(String[]::new);
        return Mails.errand(parameters, MESSAGE.getBytes(StandardCharsets.US_ASCII), names);
    }

    private static List<Hop> hops(boolean lmtp) {
        Route.Protocol protocol = lmtp ? Route.Protocol.LMTP : Route.Protocol.SMTP;
        return IntStream.range(0, 3)
                .mapToObj(i -> new Hop(
                        protocol,
                        "mx" + i + ".example",
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + (i + 1)), 25)))
                .toList();
    }

    private static List<List<byte[]>> connections(byte[] rest) {
        List<List<byte[]>> connections = new ArrayList<>();
        for (String connection : Octets.latin(rest).split("\u00fe", -1)) {
            List<byte[]> turns = new ArrayList<>();
            for (String turn : connection.split("\u00ff", -1)) {
                turns.add(Octets.latin(turn));
            }
            connections.add(turns);
        }
        return connections;
    }

    /** Nobody answers any more once all connections are used up. */
    private static final class Network {
        private final ArrayDeque<List<byte[]>> waiting;
        private final boolean hangs;
        private final List<Peer> dialled = Collections.synchronizedList(new ArrayList<>());
        private int dials;

        Network(List<List<byte[]>> connections, boolean hangs) {
            this.waiting = new ArrayDeque<>(connections);
            this.hangs = hangs;
        }

        Connection dial(InetSocketAddress to, Duration patience) throws IOException {
            Claim.that(++dials < MOST_DIALS, "it dials again and again");
            List<byte[]> turns = waiting.poll();
            if (turns == null) {
                throw new IOException("refused");
            }
            Peer peer = new Peer(turns, hangs);
            dialled.add(peer);
            return peer;
        }
    }

    private static final class Peer implements Connection {
        private final ArrayDeque<byte[]> turns;
        private final boolean hangs;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private byte[] turn;
        private int at;
        private boolean wasTold = true;
        private boolean closed;

        Peer(List<byte[]> turns, boolean hangs) {
            this.turns = new ArrayDeque<>(turns);
            this.hangs = hangs;
            this.turn = this.turns.remove();
        }

        synchronized String said() {
            return said.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public synchronized int read(byte[] into, Duration patience) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            if (at == turn.length && wasTold && !turns.isEmpty()) {
                turn = turns.remove();
                at = 0;
                wasTold = false;
            }
            if (at == turn.length) {
                if (hangs) {
                    throw new SocketTimeoutException("silence");
                }
                return -1;
            }
            int length = Math.min(into.length, turn.length - at);
            System.arraycopy(turn, at, into, 0, length);
            at += length;
            return length;
        }

        @Override
        public synchronized void write(byte[] octets, int from, int length, Duration patience) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            said.write(octets, from, length);
            wasTold = true;
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }

    /** What we said on one connection, read as a server would that believes nothing. */
    private static final class Said {
        private final String all;
        private final CommandParser parser = new CommandParser(false);
        private final Set<String> given = new HashSet<>();
        private final List<String> envelope = new ArrayList<>();
        private int at;
        private boolean begun;

        Said(String all) {
            this.all = all;
        }

        /** The recipients who stand in an envelope whose message went out whole. */
        Set<String> follow() {
            while (at < all.length()) {
                int end = all.indexOf("\r\n", at);
                Claim.that(end >= 0, "half a command: %s", all);
                String line = all.substring(at, end);
                at = end + 2;
                command(line);
            }
            return given;
        }

        private void command(String line) {
            if (line.equals("LHLO me.example")) {
                return;
            }
            byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
            Claim.that(
                    parser.read(octets, 0, octets.length) instanceof CommandParser.Read.Understood,
                    "'%s' is no command, in %s",
                    line,
                    all);
            if (line.startsWith("MAIL ")) {
                Claim.that(!begun, "MAIL in MAIL: %s", all);
                begun = true;
                envelope.clear();
            } else if (line.startsWith("RCPT ")) {
                Claim.that(begun, "RCPT without MAIL: %s", all);
                envelope.add(line.substring("RCPT TO:<".length(), line.indexOf('>')));
            } else if (line.equals("RSET") || line.startsWith("EHLO") || line.startsWith("HELO")) {
                begun = false;
            } else if (line.equals("DATA")) {
                Claim.that(begun, "DATA without MAIL: %s", all);
                data();
            } else if (line.startsWith("BDAT ")) {
                Claim.that(begun && line.equals("BDAT " + MESSAGE.length() + " LAST"), "'%s'", line);
                body(MESSAGE);
                begun = false;
            }
        }

        /** The message, or a dot alone where nobody was left to take it, or nothing where DATA was refused. */
        private void data() {
            if (all.startsWith(".\r\n", at)) {
                at += 3;
                begun = false;
            } else if (all.startsWith("Subject", at) || at < all.length() && STUFFED.startsWith(all.substring(at))) {
                body(STUFFED);
                begun = false;
            }
        }

        private void body(String wanted) {
            String sent = all.substring(at, Math.min(all.length(), at + wanted.length()));
            Claim.that(wanted.startsWith(sent), "not our message: %s", all);
            at += sent.length();
            Claim.that(sent.length() == wanted.length() || at == all.length(), "half a message, then more: %s", all);
            if (sent.length() == wanted.length()) {
                given.addAll(envelope);
            }
        }
    }
}
