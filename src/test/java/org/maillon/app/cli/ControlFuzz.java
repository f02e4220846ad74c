package org.maillon.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** Frames of the control channel: what is no frame is said to be none, and what we write is read as the same. */
public final class ControlFuzz {
    private ControlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        anything(input);
        byte[] framed = new byte[input.length + 4];
        ByteBuffer.wrap(framed).putInt(input.length).put(input);
        anything(framed);
        written(new Octets(input));
    }

    private static void anything(byte[] octets) throws IOException {
        ControlFrame frame;
        try {
            frame = ControlFrame.read(stream(octets));
        } catch (IOException e) {
            return; // the caller's word for whatever is no frame
        }
        Claim.same(ControlFrame.read(stream(octets(frame))), frame, "written and read again");
    }

    private static void written(Octets octets) throws IOException {
        List<String> words = new ArrayList<>();
        for (int i = octets.below(4); i > 0; i--) {
            words.add(whole(octets.text()));
        }
        List<ControlFrame> frames = List.of(
                new ControlFrame.Request(words, octets.flag() ? Optional.of(whole(octets.text())) : Optional.empty()),
                new ControlFrame.Out(Octets.latin(octets.piece())),
                new ControlFrame.Err(Octets.latin(octets.piece())),
                new ControlFrame.Exited((int) octets.number()));
        for (ControlFrame frame : frames) {
            Claim.same(ControlFrame.read(stream(octets(frame))), frame, "a frame");
        }
    }

    /** Java's half characters go into no UTF-8. */
    private static String whole(String text) {
        return text.replaceAll("\\p{Cs}", "?");
    }

    private static DataInputStream stream(byte[] octets) {
        return new DataInputStream(new ByteArrayInputStream(octets));
    }

    private static byte[] octets(ControlFrame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.write(new DataOutputStream(out));
        return out.toByteArray();
    }
}
