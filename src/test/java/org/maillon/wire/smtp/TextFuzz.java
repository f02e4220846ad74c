package org.maillon.wire.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.wire.pop3.DotStuffing;
import org.maillon.wire.smtp.client.DotStuffer;

/** Message text, in and out, cut anywhere: what is taken is what a slow and simple reader would take. */
public final class TextFuzz {
    private TextFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        int how = octets.next();
        int longest = 3 + octets.next();
        byte[] text = octets.rest();
        behindData(text, longest, how);
        chunks(text, longest, how);
        stuffed(text, how);
        pickedUp(text, how);
    }

    private static void behindData(byte[] text, int longest, int how) {
        PlainText wanted = PlainText.of(Octets.latin(text), longest);
        Read whole = read(Octets.split(text, 0), longest);
        Claim.same(whole.used, wanted.used(), "octets of the text");
        Claim.same(whole.done, wanted.done(), "whether it ended");
        Claim.same(whole.fault, wanted.fault(), "its fault");
        if (wanted.fault().isEmpty() && wanted.done()) {
            Claim.same(whole.out, wanted.text(), "the text without its dots");
        }
        Claim.same(read(Octets.split(text, how), longest), whole, "cut elsewhere");
        Claim.same(read(Octets.split(text, 1), longest), whole, "octet by octet");
    }

    private record Read(int used, boolean done, Optional<TextFault> fault, String out) {}

    private static Read read(List<byte[]> pieces, int longest) {
        DotReader reader = new DotReader(longest);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int used = 0;
        for (byte[] piece : pieces) {
            if (!reader.isDone()) {
                used += reader.read(piece, 0, piece.length, out::write);
            }
        }
        // What stands before a fault depends on where it was cut: it is thrown away.
        String text = reader.fault().isPresent() ? "" : Octets.latin(out.toByteArray());
        return new Read(used, reader.isDone(), reader.fault(), text);
    }

    private static void chunks(byte[] text, int longest, int how) {
        for (BodyType body : BodyType.values()) {
            Read whole = readChunks(Octets.split(text, 0), body, longest);
            Claim.same(readChunks(Octets.split(text, how), body, longest), whole, "chunks cut elsewhere");
            Claim.same(readChunks(Octets.split(text, 1), body, longest), whole, "chunks octet by octet");
            String plain = Octets.latin(text);
            if (body == BodyType.BINARY_MIME) {
                Claim.same(whole.out, plain, "binary passes as it is");
            } else {
                String ended = plain.isEmpty() || plain.endsWith("\r\n") ? plain : plain + "\r\n";
                Optional<TextFault> wanted = PlainText.fault(plain.endsWith("\r") ? plain : ended, longest, false);
                Claim.same(whole.fault, wanted, "a chunk's fault");
                Claim.that(whole.fault.isPresent() || whole.out.equals(ended), "chunks pass as they are, ended");
            }
        }
    }

    private static Read readChunks(List<byte[]> pieces, BodyType body, int longest) {
        ChunkReader reader = new ChunkReader(body, longest);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            reader.read(piece, 0, piece.length, out::write);
        }
        reader.end(out::write);
        String text = reader.fault().isPresent() ? "" : Octets.latin(out.toByteArray());
        return new Read(0, true, reader.fault(), text);
    }

    /** What we send behind DATA ends where we end it, and nowhere before: no message of ours carries a second one. */
    private static void stuffed(byte[] text, int how) throws IOException {
        DotStuffer stuffer = new DotStuffer();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : Octets.split(text, how)) {
            stuffer.write(piece, 0, piece.length, out);
        }
        stuffer.end(out);
        PlainText back = PlainText.of(Octets.latin(out.toByteArray()), Integer.MAX_VALUE);
        Claim.that(back.done() && back.used() == out.size(), "it ends where it ends");
        Claim.that(back.fault().isEmpty() || back.fault().get() == TextFault.NUL, "we send %s", back.fault());
        Claim.same(back.text(), PlainText.ended(Octets.latin(text)), "stuffed and read again");
    }

    private static void pickedUp(byte[] text, int how) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(out, OptionalInt.empty());
        for (byte[] piece : Octets.split(text, how)) {
            stuffing.write(piece, piece.length);
        }
        stuffing.end();
        PlainText back = PlainText.of(Octets.latin(out.toByteArray()), Integer.MAX_VALUE);
        String plain = Octets.latin(text);
        Claim.that(back.done() && back.used() == out.size(), "what is picked up ends where it ends");
        Claim.same(
                back.text(), plain.isEmpty() || plain.endsWith("\r\n") ? plain : plain + "\r\n", "picked up as it is");
    }
}
