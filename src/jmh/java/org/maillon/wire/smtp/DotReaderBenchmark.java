package org.maillon.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole text in pieces of 16 KiB, as a connection's buffer brings them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DotReaderBenchmark {
    private static final int PIECE = 16 << 10;

    @Param({"4096", "65536"})
    private int octets;

    private byte[] text = {};

    @Setup
    public void write() {
        String line = "x".repeat(76) + "\r\n";
        text = (line.repeat(octets / line.length()) + ".\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public long read() {
        DotReader reader = new DotReader(4096);
        long[] taken = {0};
        for (int at = 0; at < text.length; at += PIECE) {
            reader.read(text, at, Math.min(text.length, at + PIECE), (_, _, length) -> taken[0] += length);
        }
        return taken[0];
    }
}
