package org.maillon.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback that says what its script says, over UDP and TCP on one port. */
public final class ScriptedServer implements AutoCloseable {
    /** What to send for a query: none, one or several messages, as octets. */
    public interface Script {
        List<byte[]> answer(Message query, boolean tcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Script script = (_, _) -> List.of();

    public ScriptedServer() {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try {
            tcp = new ServerSocket(0, 5, loopback);
            udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    public ScriptedServer says(Script next) {
        script = next;
        return this;
    }

    /** Answers every query with these records, {@code name ttl type data}, and this code. */
    public ScriptedServer says(int rcode, String... records) {
        return says((query, _) -> List.of(answer(query, rcode, records).toWire(60_000)));
    }

    public static Message answer(Message query, int rcode, String... records) throws IOException {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (String text : records) {
            Record record = record(text);
            boolean authority = record.getType() == Type.SOA || record.getType() == Type.NS;
            answer.addRecord(record, authority ? Section.AUTHORITY : Section.ANSWER);
        }
        return answer;
    }

    static Record record(String text) throws IOException {
        String[] parts = text.split(" ", 4);
        return Record.fromString(
                name(parts[0]), Type.value(parts[2]), DClass.IN, Long.parseLong(parts[1]), parts[3], Name.root);
    }

    static Name name(String text) throws IOException {
        return Name.fromString(text, Name.root);
    }

    /** {@code udp MX example.org.}, in the order they came. */
    public List<String> asked() {
        return asked;
    }

    public String address() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message query = new Message(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                for (byte[] answer : reply(query, false)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            for (byte[] answer : reply(new Message(query), true)) {
                socket.getOutputStream().write(new byte[] {(byte) (answer.length >>> 8), (byte) answer.length});
                socket.getOutputStream().write(answer);
            }
        } catch (IOException _) {
            // the asker has gone
        }
    }

    private List<byte[]> reply(Message query, boolean overTcp) throws IOException {
        Record question = query.getQuestion();
        asked.add((overTcp ? "tcp " : "udp ") + Type.string(question.getType()) + " " + question.getName());
        return script.answer(query, overTcp);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
