package org.maillon.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.dns.Exchange.NoAnswerException;
import org.maillon.dns.Exchange.Signatures;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * The servers, asked one after the other. The one that answered last is asked first, so that a dead one costs its timeout
 * once, not at each question.
 */
final class RecursiveServers {
    private final List<InetSocketAddress> servers;
    private final Exchange exchange;
    private final InstantSource clock;
    private final DnsSettings settings;
    private final Semaphore turns;
    private final AtomicInteger preferred = new AtomicInteger();

    RecursiveServers(Exchange exchange, InstantSource clock, DnsSettings settings) {
        this.servers = DnsServers.of(settings);
        this.exchange = exchange;
        this.clock = clock;
        this.settings = settings;
        this.turns = new Semaphore(settings.questionsAtOnce(), true);
    }

    /** Reads a message with the code NOERROR or NXDOMAIN. */
    interface Reading<T> {
        /**
         * @param neighbour whether the server is on this very machine, so that nobody between us could have changed a bit
         * @throws NoAnswerException where it is of no use: the next server is asked
         */
        T of(Message answer, boolean neighbour) throws NoAnswerException;
    }

    /** @throws NoAnswerException with a sentence, where none of them gave an answer of use in time */
    <T> T ask(Record question, Instant until, Signatures signatures, Reading<T> reading) throws NoAnswerException {
        try {
            if (!turns.tryAcquire(left(until).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NoAnswerException("too many questions are on their way already");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("the question was interrupted");
        }
        try {
            return askInTurn(question, until, signatures, reading);
        } finally {
            turns.release();
        }
    }

    private <T> T askInTurn(Record question, Instant until, Signatures signatures, Reading<T> reading)
            throws NoAnswerException {
        String why = "no DNS server is known: name one in the settings";
        int first = preferred.get();
        for (int i = 0; i < settings.attempts() * servers.size(); i++) {
            int at = (first + i) % servers.size();
            Duration patience = left(until).compareTo(settings.timeout()) < 0 ? left(until) : settings.timeout();
            if (patience.isNegative() || patience.isZero()) {
                throw new NoAnswerException(why + "; no time is left to ask again");
            }
            InetSocketAddress server = servers.get(at);
            try {
                T read = reading.of(
                        answer(server, question, signatures, patience),
                        server.getAddress().isLoopbackAddress());
                preferred.set(at);
                return read;
            } catch (NoAnswerException e) {
                why = words(server) + ": " + e.getMessage();
            }
        }
        throw new NoAnswerException(why);
    }

    private Message answer(InetSocketAddress server, Record question, Signatures signatures, Duration patience)
            throws NoAnswerException {
        try {
            Message answer = exchange.ask(server, question, signatures, patience);
            return switch (answer.getRcode()) {
                case Rcode.NOERROR, Rcode.NXDOMAIN -> answer;
                default -> throw new NoAnswerException("it answers " + Rcode.string(answer.getRcode()));
            };
        } catch (NoAnswerException e) {
            throw e;
        } catch (PortUnreachableException _) {
            throw new NoAnswerException("nobody listens there");
        } catch (IOException e) {
            throw new NoAnswerException("it cannot be reached: " + e.getMessage());
        }
    }

    private Duration left(Instant until) {
        return Duration.between(clock.instant(), until);
    }

    private static String words(InetSocketAddress server) {
        return "DNS server " + server.getAddress().getHostAddress() + " port " + server.getPort();
    }
}
