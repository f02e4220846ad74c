package org.maillon.kernel.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;

/** UDP. The system picks the port at random; a connected socket drops what others send. */
public final class SocketDatagrams implements Datagrams {
    @Override
    public Link open(InetSocketAddress peer) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(peer);
            return new SocketLink(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private record SocketLink(DatagramSocket socket) implements Link {
        @Override
        public void send(byte[] datagram) throws IOException {
            socket.send(new DatagramPacket(datagram, datagram.length));
        }

        @Override
        public int receive(byte[] into, Duration patience) throws IOException {
            socket.setSoTimeout(SocketDialer.millis(patience));
            DatagramPacket packet = new DatagramPacket(into, into.length);
            socket.receive(packet);
            return packet.getLength();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
