package org.maillon.wire.smtp.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a peer says: a short reply, and its answer to EHLO. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplyReaderBenchmark {
    private static final byte[] TAKEN = octets("250 2.0.0 Ok: queued as 4F1D2C0A77\r\n");
    private static final byte[] EXTENSIONS = octets("250-mx.peer.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n"
            + "250-ETRN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r\n");

    private final ReplyReader reader = new ReplyReader(ReplyLimits.STRICT);

    @Benchmark
    public Optional<ReplyReader.Finding> oneLine() {
        return read(TAKEN);
    }

    @Benchmark
    public Optional<ReplyReader.Finding> eightLines() {
        return read(EXTENSIONS);
    }

    private Optional<ReplyReader.Finding> read(byte[] octets) {
        reader.feed(octets, 0, octets.length);
        return reader.take();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
