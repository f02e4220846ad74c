package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Transport;
import org.maillon.submit.Incoming;
import org.maillon.submit.Transaction;
import org.maillon.wire.smtp.Reply;

/** A hundred megabytes without a line end: one answer, and no more of it in memory than a line may have. */
class EndlessInputTest {
    private static final long ENDLESS = 100L << 20;
    private static final String ENVELOPE = "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<b@c>\r\n";

    private final AtomicLong kept = new AtomicLong();

    /** What comes first, the endless part, what comes last. */
    private static final class Endless implements Transport {
        private final byte[] first;
        private final byte[] last;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private long at;
        private int mostAtOnce;

        Endless(String first, String last) {
            this.first = first.getBytes(StandardCharsets.US_ASCII);
            this.last = last.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public InetSocketAddress peer() {
            return new InetSocketAddress("192.0.2.7", 40000);
        }

        @Override
        public int read(byte[] into, int from, int length, int timeoutMillis) {
            mostAtOnce = Math.max(mostAtOnce, into.length);
            long inLast = at - first.length - ENDLESS;
            int read;
            if (at < first.length) {
                read = Math.min(length, first.length - (int) at);
                System.arraycopy(first, (int) at, into, from, read);
            } else if (inLast < 0) {
                read = (int) Math.min(length, -inLast);
                Arrays.fill(into, from, from + read, (byte) 'x');
            } else if (inLast < last.length) {
                read = Math.min(length, last.length - (int) inLast);
                System.arraycopy(last, (int) inLast, into, from, read);
            } else {
                return -1;
            }
            at += read;
            return read;
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            said.write(octets, from, length);
        }

        @Override
        public void stopReading() {}

        @Override
        public void closePolitely() {}

        @Override
        public void cut() {}
    }

    private List<String> converse(Endless client) throws IOException {
        RecordingIntake intake = new RecordingIntake() {
            @Override
            public Incoming open(Transaction transaction) {
                Incoming incoming = super.open(transaction);
                return new Incoming() {
                    @Override
                    public void write(byte[] octets, int from, int length) {
                        kept.addAndGet(length);
                    }

                    @Override
                    public Reply finish() {
                        return incoming.finish();
                    }

                    @Override
                    public void close() {
                        incoming.close();
                    }
                };
            }
        };
        Connection connection = new Connection(client);
        Fixture.server(intake, Fixture.settings()).converse(connection);
        connection.flush();
        assertThat(intake.taken).isEmpty();
        assertThat(client.mostAtOnce).as("the largest buffer").isLessThanOrEqualTo(256 << 10);
        return client.said.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    @Test
    void aMessagesLineOfAHundredMegabytesIsRefusedOnceItEnds() throws IOException {
        List<String> said = converse(new Endless(ENVELOPE + "DATA\r\n", "\r\n.\r\nQUIT\r\n"));
        assertThat(said.get(said.size() - 2)).startsWith("500 5.6.0 ");
        assertThat(said.getLast()).startsWith("221 ");
        assertThat(kept.get()).as("octets handed on").isLessThan(1 << 20);
    }

    @Test
    void aCommandLineOfAHundredMegabytesIsAnsweredOnce() throws IOException {
        List<String> said = converse(new Endless("EHLO ", "\r\nQUIT\r\n"));
        assertThat(said).hasSize(3);
        assertThat(said.get(1)).startsWith("500 5.5.2 ");
        assertThat(said.getLast()).startsWith("221 ");
    }
}
