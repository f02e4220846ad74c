package org.maillon.queue;

import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An envelope into its row and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeRowBenchmark {
    @Param({"1", "100"})
    private int recipients;

    private EnvelopeRow row = row(1);
    private Bytes octets = row.toBytes();

    @Setup
    public void fill() {
        row = row(recipients);
        octets = row.toBytes();
    }

    private static EnvelopeRow row(int recipients) {
        Recipient recipient = new Recipient(
                new Address("someone", new Domain.Name("sink.test")),
                RcptParameters.NONE,
                new Destination("smtp://127.0.0.1:2525"),
                0);
        Envelope envelope = new Envelope(
                new ReversePath.Sender(new Address("anna", new Domain.Name("here.test"))),
                MailParameters.NONE,
                Collections.nCopies(recipients, recipient),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.EPOCH,
                "client.example [192.0.2.7]");
        return new EnvelopeRow(envelope, 4096, Treatment.NONE);
    }

    @Benchmark
    public Bytes write() {
        return row.toBytes();
    }

    @Benchmark
    public Object read() {
        return EnvelopeRow.read(octets);
    }
}
