package org.maillon.wire.address;

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

/** From octets to an address, and the way back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddressBenchmark {
    @Param({"someone@sink.test", "anna.b+news@mail.department.example.org", "j\u00f6rg@b\u00fccher.example"})
    private String text = "";

    private byte[] octets = {};
    private Address address = new Address("nobody", new Domain.Name("here.test"));

    @Setup
    public void encode() {
        octets = text.getBytes(StandardCharsets.UTF_8);
        address = Address.parse(text).asOptional().orElseThrow();
    }

    @Benchmark
    public Parsed<Address> parse() {
        return Addresses.mailbox(octets, 0, octets.length);
    }

    @Benchmark
    public String print() {
        return address.toString();
    }
}
