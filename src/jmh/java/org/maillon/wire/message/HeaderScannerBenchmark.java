package org.maillon.wire.message;

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

/** A message with a usual header, five Received fields in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderScannerBenchmark {
    private static final String RECEIVED =
            "Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example with ESMTP id"
                    + " 0123456789ABCDEF\r\n\tfor <someone@sink.test>; Mon, 23 Nov 2026 10:00:00 +0000\r\n";

    @Param({"4096", "65536"})
    private int octets;

    private byte[] message = {};

    @Setup
    public void write() {
        String header = RECEIVED.repeat(5)
                + "From: Anna <anna@here.test>\r\nTo: someone@sink.test\r\nSubject: A subject of some words\r\n"
                + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@here.test>\r\n\r\n";
        String line = "x".repeat(76) + "\r\n";
        message =
                (header + line.repeat((octets - header.length()) / line.length())).getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public int scan() {
        HeaderScanner scanner = new HeaderScanner();
        scanner.feed(message, 0, message.length);
        return scanner.received();
    }
}
