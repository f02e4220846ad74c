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

/** One command line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CommandParserBenchmark {
    private final CommandParser parser = new CommandParser(false);

    @Param({
        "EHLO client.example",
        "MAIL FROM:<anna@here.test>",
        "MAIL FROM:<anna@here.test> SIZE=4096 BODY=8BITMIME RET=HDRS ENVID=QQ314159",
        "RCPT TO:<someone@sink.test>",
        "RCPT TO:<someone@sink.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;someone@sink.test",
        "DATA"
    })
    private String line = "";

    private byte[] octets = {};

    @Setup
    public void encode() {
        octets = line.getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public CommandParser.Read read() {
        return parser.read(octets, 0, octets.length);
    }
}
