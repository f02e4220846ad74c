package org.maillon.serve.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;
import org.maillon.serve.net.Transport;

/** A client whose whole part is known beforehand, at an address of choice. */
record ClientInMemory(MemoryTransport memory, String address) implements Transport {
    static String says(Pop3Protocol protocol, String address, String... pieces) throws IOException {
        ClientInMemory client = new ClientInMemory(MemoryTransport.of(pieces), address);
        Connection connection = new Connection(client);
        protocol.converse(connection);
        connection.flush();
        return client.memory.written();
    }

    static String says(Pop3Protocol protocol, List<String> lines) throws IOException {
        return says(protocol, "127.0.0.1", String.join("\r\n", lines) + "\r\n");
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 40000);
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) {
        return memory.read(into, from, length, timeoutMillis);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        memory.write(octets, from, length);
    }

    @Override
    public void stopReading() {
        memory.stopReading();
    }

    @Override
    public void closePolitely() {}

    @Override
    public void cut() {}
}
