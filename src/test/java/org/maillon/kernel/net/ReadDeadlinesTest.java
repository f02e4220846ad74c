package org.maillon.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadDeadlinesTest {
    private static final long AN_HOUR = 3_600_000;

    private final ReadDeadlines deadlines = ReadDeadlines.start();

    @AfterEach
    void close() {
        deadlines.close();
    }

    private record Pair(Socket here, InputStream in, Socket there) implements AutoCloseable {
        static Pair open() throws IOException {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Socket here = new Socket(listener.getInetAddress(), listener.getLocalPort());
                return new Pair(here, here.getInputStream(), listener.accept());
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
        }
    }

    private static int read(InputStream in, ReadDeadlines.Reading reading, long millis) throws IOException {
        reading.begins(millis);
        try {
            return in.read();
        } finally {
            reading.ends();
        }
    }

    @Test
    void endsAReadWhoseTimeIsUpAndAllThatFollow() throws IOException {
        try (Pair pair = Pair.open();
                ReadDeadlines.Reading reading = deadlines.watch(pair.here())) {
            assertThat(read(pair.in(), reading, 50)).isEqualTo(-1);
            assertThat(reading.isOver()).isTrue();
            pair.there().getOutputStream().write(7);
            assertThat(read(pair.in(), reading, AN_HOUR)).isEqualTo(-1);
        }
    }

    @Test
    void leavesAReadAloneThatEndsInTime() throws IOException {
        try (Pair pair = Pair.open();
                ReadDeadlines.Reading reading = deadlines.watch(pair.here())) {
            for (int i = 0; i < 50; i++) {
                pair.there().getOutputStream().write(i);
                assertThat(read(pair.in(), reading, 5000)).isEqualTo(i);
            }
            pair.there().close();
            assertThat(read(pair.in(), reading, AN_HOUR)).isEqualTo(-1);
            assertThat(reading.isOver()).isFalse();
        }
    }

    /** The guard ended, and no read of any client ended by its time any more. */
    @Test
    void goesOnEndingReadsAfterMemoryRanOutAsOneWasToEnd() throws IOException {
        AtomicInteger ends = new AtomicInteger();
        try (Socket sick = new Socket() {
                    @Override
                    public void shutdownInput() throws IOException {
                        if (ends.incrementAndGet() <= 2) {
                            throw new OutOfMemoryError("for the test");
                        }
                        super.shutdownInput();
                    }
                };
                ReadDeadlines.Reading first = deadlines.watch(sick);
                Pair pair = Pair.open();
                ReadDeadlines.Reading reading = deadlines.watch(pair.here())) {
            first.begins(1);
            assertThat(read(pair.in(), reading, 50)).isEqualTo(-1);
            assertThat(reading.isOver()).isTrue();
            Awaitility.await().until(() -> ends.get() == 3 && first.isOver());
        }
    }

    /** The guard sleeps for the earliest time that it has seen; a new one that is earlier wakes it. */
    @Test
    void seesAnEarlierTimeWhileItSleepsForALateOne() throws IOException, ExecutionException, InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> late = new ArrayList<>();
            List<Future<Integer>> early = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Pair pair = Pair.open();
                pairs.add(pair);
                ReadDeadlines.Reading reading = deadlines.watch(pair.here());
                long millis = i % 2 == 0 ? AN_HOUR : 20 + i;
                (i % 2 == 0 ? late : early).add(threads.submit(() -> read(pair.in(), reading, millis)));
            }
            for (Future<Integer> read : early) {
                assertThat(read.get()).isEqualTo(-1);
            }
            assertThat(late).noneMatch(Future::isDone);
            for (Pair pair : pairs) {
                pair.close();
            }
        }
    }
}
