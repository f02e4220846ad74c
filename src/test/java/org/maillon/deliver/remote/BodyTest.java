package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.net.Connection;
import org.maillon.queue.Courier;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.store.BlobId;
import org.maillon.store.Partition;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.client.DotStuffer;

/** The octets that leave, and in how many writes. */
class BodyTest {
    private static final Hop HOP = new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress("192.0.2.1", 25));

    /** Takes what is written, and answers each time it is listened to with the next of these. */
    private static class Memory implements Connection {
        final List<String> writes = new ArrayList<>();
        private final Deque<String> answers;
        private boolean keeps = true;
        long octets;

        Memory(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        Memory forgetful() {
            keeps = false;
            return this;
        }

        @Override
        public int read(byte[] into, Duration patience) {
            byte[] answer = (answers.isEmpty() ? "" : answers.removeFirst()).getBytes(US_ASCII);
            System.arraycopy(answer, 0, into, 0, answer.length);
            return answer.length == 0 ? -1 : answer.length;
        }

        @Override
        public void write(byte[] from, int at, int length, Duration patience) throws IOException {
            octets += length;
            if (keeps) {
                writes.add(new String(from, at, length, US_ASCII));
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private static final String GREETING = "220 mx.example\r\n";
    private static final String ALL = "250 Ok\r\n250 Ok\r\n354 Go\r\n";

    private static List<Result> deliver(Memory memory, Errand errand) {
        RemoteDelivery delivery =
                new RemoteDelivery((_, _) -> memory, _ -> "me.example", InstantSource.system(), Policies.quick());
        return delivery.deliver(errand, List.of(HOP), true);
    }

    private static String body(Memory memory, int writesBefore) {
        return String.join("", memory.writes.subList(writesBefore, memory.writes.size()));
    }

    @Test
    void speaksInOneWritePerPhase() {
        Memory memory = new Memory(GREETING, "250-mx\r\n250 PIPELINING\r\n", ALL, "250 taken\r\n");
        assertThat(deliver(memory, Mails.errand(Mails.HELLO, "bob@example.org")))
                .hasOnlyElementsOfType(Result.Delivered.class);
        assertThat(memory.writes)
                .containsExactly(
                        "EHLO me.example\r\n",
                        "MAIL FROM:<ada@sender.example>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n",
                        Mails.HELLO + ".\r\n");
    }

    @Test
    void speaksInTurnsToAServerWithoutPipelining() {
        Memory memory = new Memory(GREETING, "250 mx\r\n", "250 Ok\r\n", "250 Ok\r\n", "354 Go\r\n", "250 taken\r\n");
        assertThat(deliver(memory, Mails.errand(Mails.HELLO, "bob@example.org")))
                .hasOnlyElementsOfType(Result.Delivered.class);
        assertThat(memory.writes)
                .containsExactly(
                        "EHLO me.example\r\n",
                        "MAIL FROM:<ada@sender.example>\r\n",
                        "RCPT TO:<bob@example.org>\r\n",
                        "DATA\r\n",
                        Mails.HELLO + ".\r\n");
    }

    @Test
    void sendsAChunkWithItsCommandInOneWrite() {
        Memory memory = new Memory(
                GREETING, "250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n", "250 Ok\r\n250 Ok\r\n", "250 taken\r\n");
        assertThat(deliver(memory, Mails.errand("no end of line", "bob@example.org")))
                .hasOnlyElementsOfType(Result.Delivered.class);
        assertThat(memory.writes.getLast()).isEqualTo("BDAT 14 LAST\r\nno end of line");
    }

    /** Dots, line ends and their halves on both sides of each block's edge. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n.\r\n", "\r\n..", "\n.\n", "\r.\r", ".", "\r\n", "\r", "\n"})
    void stuffsWhateverStandsAtABlocksEdge(String nasty) throws IOException {
        for (int shift = -6; shift <= 6; shift++) {
            String message = "x".repeat(SessionOutput.BLOCK + shift) + nasty + "and so on";
            Memory memory = new Memory(GREETING, "250-mx\r\n250 PIPELINING\r\n", ALL, "250 taken\r\n");
            assertThat(deliver(memory, Mails.errand(message, "bob@example.org")))
                    .hasOnlyElementsOfType(Result.Delivered.class);

            ByteArrayOutputStream wanted = new ByteArrayOutputStream();
            DotStuffer stuffer = new DotStuffer();
            stuffer.write(message.getBytes(US_ASCII), 0, message.length(), wanted);
            stuffer.end(wanted);
            assertThat(body(memory, 2)).isEqualTo(wanted.toString(US_ASCII));
        }
    }

    private record Endless(long size) implements Courier.Content {
        @Override
        public InputStream open() {
            return new InputStream() {
                private long left = size;

                @Override
                public int read() {
                    return left-- > 0 ? 'x' : -1;
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    int some = (int) Math.min(length, left);
                    Arrays.fill(into, from, from + some, (byte) 'x');
                    left -= some;
                    return some == 0 ? -1 : some;
                }
            };
        }

        @Override
        public BlobId blob() {
            return new BlobId(Partition.journal("q"), Bytes.EMPTY);
        }

        @Override
        public String reference(int number) {
            return "r" + number;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-mx\r\n250 PIPELINING\r\n", "250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n"})
    void streamsFiftyMegabytesInAFewBlocksOfMemory(String hello) {
        long size = 50_000_000;
        boolean chunking = hello.contains("CHUNKING");
        Memory memory = chunking
                ? new Memory(GREETING, hello, "250 Ok\r\n250 Ok\r\n", "250 taken\r\n")
                : new Memory(GREETING, hello, ALL, "250 taken\r\n");
        Errand errand = Mails.errand("ada@sender.example", MailParameters.NONE, new Endless(size), "bob@example.org");

        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(deliver(memory.forgetful(), errand)).hasOnlyElementsOfType(Result.Delivered.class);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(memory.octets).isGreaterThan(size);
        assertThat(allocated).isLessThan(2_000_000);
    }

    /** Law 2: what broke before its end is not half delivered. */
    @Test
    void neverEndsAMessageThatCannotBeReadToItsEnd() {
        for (String hello : List.of("250 mx\r\n", "250-mx\r\n250 CHUNKING\r\n")) {
            Memory memory = new Memory(GREETING, hello, "250 Ok\r\n", "250 Ok\r\n", "354 Go\r\n", "250 taken\r\n");
            Courier.Content broken = new Broken();
            List<Result> results =
                    deliver(memory, Mails.errand("ada@sender.example", MailParameters.NONE, broken, "bob@example.org"));
            assertThat(results)
                    .first()
                    .isInstanceOfSatisfying(
                            Result.Deferred.class,
                            deferred -> assertThat(deferred.failure().why()).contains("the store is gone"));
            assertThat(body(memory, 0)).doesNotContain("\r\n.\r\n").doesNotContain("first half");
        }
    }

    private record Broken() implements Courier.Content {
        @Override
        public long size() {
            return 1000;
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private boolean begun;

                @Override
                public int read() {
                    throw new IllegalStateException("the store is gone");
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    if (begun) {
                        throw new IllegalStateException("the store is gone");
                    }
                    begun = true;
                    System.arraycopy("first half".getBytes(US_ASCII), 0, into, from, 10);
                    return 10;
                }
            };
        }

        @Override
        public BlobId blob() {
            return new BlobId(Partition.journal("q"), Bytes.EMPTY);
        }

        @Override
        public String reference(int number) {
            return "r" + number;
        }
    }

    @Test
    void neverEndsAChunkThatIsShorterOrLongerThanItWasSaidToBe() {
        for (int wrong : new int[] {-1, 1}) {
            Memory memory =
                    new Memory(GREETING, "250-mx\r\n250 CHUNKING\r\n", "250 Ok\r\n", "250 Ok\r\n", "250 taken\r\n");
            Endless honest = new Endless(100);
            Courier.Content lying = new Courier.Content() {
                @Override
                public long size() {
                    return 100L + wrong;
                }

                @Override
                public InputStream open() {
                    return honest.open();
                }

                @Override
                public BlobId blob() {
                    return honest.blob();
                }

                @Override
                public String reference(int number) {
                    return honest.reference(number);
                }
            };
            assertThat(deliver(
                            memory, Mails.errand("ada@sender.example", MailParameters.NONE, lying, "bob@example.org")))
                    .hasOnlyElementsOfType(Result.Deferred.class);
            assertThat(body(memory, 0)).doesNotContain("xx");
        }
    }

    /** A server that refuses in the middle of the message and hangs up is heard. */
    @Test
    void hearsARefusalInTheMiddleOfTheMessage() {
        Memory memory = new Memory(GREETING, "250-mx\r\n250 PIPELINING\r\n", ALL, "552 5.3.4 too large\r\n") {
            @Override
            public void write(byte[] from, int at, int length, Duration patience) throws IOException {
                if (length == SessionOutput.BLOCK) {
                    throw new IOException("Broken pipe");
                }
                super.write(from, at, length, patience);
            }
        };
        assertThat(deliver(memory, Mails.errand("x".repeat(100_000), "bob@example.org")))
                .first()
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.failure().reply()).hasToString("552 5.3.4 too large"));
    }
}
