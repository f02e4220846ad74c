package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.net.Connection;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;

/** Peers that are slow on purpose, in a time of their own: no test waits. */
class SlowPeerTest {
    private final SetClock clock = new SetClock();

    /** Says this for ever, one octet at a time. */
    private final class Dripping implements Connection {
        private final byte[] says;
        private final Duration each;
        private int at;

        Dripping(String says, Duration each) {
            this.says = says.getBytes(US_ASCII);
            this.each = each;
        }

        @Override
        public int read(byte[] into, Duration patience) throws SocketTimeoutException {
            if (patience.compareTo(each) < 0) {
                clock.pass(patience);
                throw new SocketTimeoutException("Read timed out");
            }
            clock.pass(each);
            into[0] = says[at++ % says.length];
            return 1;
        }

        @Override
        public void write(byte[] octets, int from, int length, Duration patience) {
            // takes all of it
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private Result.Failure deliver(String says, Duration each) {
        Hop hop = new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress("192.0.2.1", 25));
        RemoteDelivery delivery = new RemoteDelivery(
                (_, _) -> new Dripping(says, each), _ -> "me.example", clock, RemotePolicy.defaults());
        List<Result> results = delivery.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), List.of(hop), true);
        return switch (results.getFirst()) {
            case Result.Deferred(var failure) -> failure;
            case Result other -> throw new AssertionError(other);
        };
    }

    private long secondsGone() {
        return clock.gone().toSeconds();
    }

    @Test
    void givesAReplyItsTimeAsAWholeNotPerOctet() {
        Result.Failure failure = deliver("220-a line without end ", Duration.ofSeconds(1));
        assertThat(failure.why()).endsWith("did not finish its greeting within 5m");
        assertThat(secondsGone()).isEqualTo(300);
    }

    @Test
    void saysWhereAPeerSaidNothing() {
        assertThat(deliver("2", Duration.ofHours(2)).why()).endsWith("did not send its greeting within 5m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"220-and on\r\n", "220 no end of the line", "GET / HTTP/1.1\r\n", "\0", "\r\n", "\n", "\r"})
    void isDoneWithGarbageAndWithWhatNeverEnds(String says) {
        Result.Failure failure = deliver(says, Duration.ofMillis(1));
        assertThat(failure.reply().toString()).startsWith("451 4.5.0");
        assertThat(failure.destinationDown()).isTrue();
        assertThat(secondsGone()).isLessThan(300);
    }

    /** Each reply just in time, each transaction for one recipient: only the attempt's own end stops it. */
    @Test
    void endsTheAttemptAsAWhole() {
        Hop hop = new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress("192.0.2.1", 25));
        String[] many = new String[200];
        Arrays.setAll(many, i -> "r" + i + "@example.org");
        RemoteDelivery delivery = new RemoteDelivery(
                (_, _) -> new Dripping("220 ok\r\n", Duration.ofSeconds(10)),
                _ -> "me.example",
                clock,
                RemotePolicy.defaults());
        List<Result> results = delivery.deliver(Mails.errand(Mails.HELLO, many), List.of(hop), true);
        assertThat(results).hasSize(200).hasOnlyElementsOfType(Result.Deferred.class);
        assertThat(secondsGone()).isBetween(3600L, 3601L);
    }
}
