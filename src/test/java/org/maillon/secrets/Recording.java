package org.maillon.secrets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.MessageFormatter;

/**
 * All that is logged, at every level, whether anybody would have written it or not: Logback asks its turbo filters first. It
 * decides nothing. A thread of its own writes, and looks for more from time to time: loggers wait for no lock, and hold none,
 * for threads of a simulated world may be gone in the middle of anything.
 */
final class Recording extends TurboFilter {
    /** The same line again and again is written once, as long as so many are remembered. */
    private static final int REMEMBERED = 1 << 17;

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** A line, or who waits until all lines before are on the disk. */
    private sealed interface Entry {
        record Line(String text) implements Entry {}

        record Mark(CountDownLatch reached) implements Entry {}
    }

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final Set<String> written = new HashSet<>();
    private final BufferedWriter out;

    private Recording(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        setName("recording for the audit");
    }

    /** Of what is logged there from now on. */
    static Recording of(LoggerContext logs, Path file) throws IOException {
        Recording recording = new Recording(file);
        recording.start();
        Thread.ofPlatform().daemon().name("recording").start(recording::write);
        recording.listenTo(logs);
        return recording;
    }

    /** Again, where a test has set the logs up anew. */
    void listenTo(LoggerContext logs) {
        if (!logs.getTurboFilterList().contains(this)) {
            logs.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        record(logger, format, arguments, thrown);
        return FilterReply.NEUTRAL;
    }

    @Override
    public FilterReply decide(Logger logger, LoggingEvent event) {
        record(logger, event.getMessage(), event.getArgumentArray(), event.getThrowable());
        return FilterReply.NEUTRAL;
    }

    /** @param format null where a caller only asks whether a level is on */
    private void record(
            Logger logger, @Nullable String format, Object @Nullable [] arguments, @Nullable Throwable thrown) {
        if (format != null) {
            StringBuilder line = new StringBuilder(logger.getName()).append(": ");
            line.append(MessageFormatter.basicArrayFormat(format, arguments));
            Throwable last = thrown == null ? MessageFormatter.getThrowableCandidate(arguments) : thrown;
            append(line, last, 0);
            queue.add(new Entry.Line(line.toString()));
        }
    }

    private static void append(StringBuilder line, @Nullable Throwable thrown, int depth) {
        if (thrown != null && depth < 20) {
            line.append('\n').append(thrown);
            append(line, thrown.getCause(), depth + 1);
            for (Throwable suppressed : thrown.getSuppressed()) {
                append(line, suppressed, depth + 1);
            }
        }
    }

    private void write() {
        try (out) {
            while (isStarted() || !queue.isEmpty()) {
                switch (queue.poll()) {
                    case Entry.Line(String text) -> write(text);
                    case Entry.Mark(CountDownLatch reached) -> {
                        out.flush();
                        reached.countDown();
                    }
                    case null -> {
                        out.flush();
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        if (written.size() < REMEMBERED && !written.add(text)) {
            return;
        }
        out.write(text);
        out.newLine();
    }

    /** All that was logged before is in the file. */
    void flush() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        queue.add(new Entry.Mark(reached));
        reached.await();
    }
}
