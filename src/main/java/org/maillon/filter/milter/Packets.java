package org.maillon.filter.milter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.maillon.filter.Handover;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/** What we send to a milter: four octets of length, a letter, what belongs to it. Texts end with NUL. */
final class Packets {
    /** MILTER_CHUNK_SIZE: no more of a body in one packet. */
    static final int CHUNK = 65_535;

    static final byte[] ABORT = packet('A', new ByteWriter());
    static final byte[] QUIT = packet('Q', new ByteWriter());
    static final byte[] QUIT_NEW_CONNECTION = packet('K', new ByteWriter());
    static final byte[] DATA = packet('T', new ByteWriter());
    static final byte[] END_OF_HEADER = packet('N', new ByteWriter());
    static final byte[] END_OF_MESSAGE = packet('E', new ByteWriter());

    private Packets() {}

    static byte[] options(Options options) {
        return packet(
                'O',
                new ByteWriter()
                        .int32(options.version())
                        .int32(options.actions())
                        .int32(options.steps()));
    }

    /** The name DNS gives the client is not asked for: its address in brackets stands there, as where it has none. */
    static byte[] connect(Handover.Visitor visitor) {
        boolean six = visitor.address().getAddress().length == 16;
        ByteWriter out = new ByteWriter();
        text(out, Macros.clientName(visitor));
        out.octet(six ? '6' : '4').octet(0).octet(0);
        text(out, (six ? "IPv6:" : "") + visitor.address().getHostAddress());
        return packet('C', out);
    }

    static byte[] helo(String greeting) {
        return packet('H', text(new ByteWriter(), greeting));
    }

    static byte[] mail(ReversePath sender, List<String> parameters) {
        return envelope('M', "<" + sender + ">", parameters);
    }

    static byte[] rcpt(Address recipient, List<String> parameters) {
        return envelope('R', "<" + recipient + ">", parameters);
    }

    private static byte[] envelope(char letter, String path, List<String> parameters) {
        ByteWriter out = text(new ByteWriter(), path);
        parameters.forEach(parameter -> text(out, parameter));
        return packet(letter, out);
    }

    static byte[] header(String name, Bytes value) {
        return packet(
                'L',
                text(new ByteWriter(name.length() + value.length() + 8), name)
                        .raw(value)
                        .octet(0));
    }

    static byte[] body(byte[] octets, int from, int length) {
        byte[] packet = new byte[5 + length];
        packet[0] = (byte) (length + 1 >>> 24);
        packet[1] = (byte) (length + 1 >>> 16);
        packet[2] = (byte) (length + 1 >>> 8);
        packet[3] = (byte) (length + 1);
        packet[4] = 'B';
        System.arraycopy(octets, from, packet, 5, length);
        return packet;
    }

    /** SMFIC_MACRO: they hold for the step that follows. */
    static byte[] macros(Step step, Map<String, String> macros) {
        ByteWriter out = new ByteWriter().octet(step.letter());
        macros.forEach((name, value) -> {
            text(out, name.length() == 1 ? name : "{" + name + "}");
            text(out, value);
        });
        return packet('D', out);
    }

    private static ByteWriter text(ByteWriter out, String text) {
        return out.raw(text.replace("\0", "").getBytes(StandardCharsets.UTF_8)).octet(0);
    }

    private static byte[] packet(char letter, ByteWriter data) {
        Bytes content = data.toBytes();
        return new ByteWriter(content.length() + 5)
                .int32(content.length() + 1)
                .octet(letter)
                .raw(content)
                .toBytes()
                .toArray();
    }
}
