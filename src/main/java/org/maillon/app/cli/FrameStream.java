package org.maillon.app.cli;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A stream whose octets go out as frames, a piece at a time. */
final class FrameStream extends OutputStream {
    private static final int PIECE = 16 * 1024;

    private final DataOutputStream out;
    private final ReentrantLock turn;
    private final Function<String, ControlFrame> frame;

    private FrameStream(DataOutputStream out, ReentrantLock turn, Function<String, ControlFrame> frame) {
        this.out = out;
        this.turn = turn;
        this.frame = frame;
    }

    /** The far end's terminal: standard output and standard error in frames, nothing to read. */
    static Terminal terminal(DataOutputStream out) {
        ReentrantLock turn = new ReentrantLock();
        return new Terminal(
                InputStream.nullInputStream(),
                stream(new FrameStream(out, turn, ControlFrame.Out::new)),
                stream(new FrameStream(out, turn, ControlFrame.Err::new)),
                Optional.empty());
    }

    private static PrintStream stream(FrameStream frames) {
        return new PrintStream(new BufferedOutputStream(frames, PIECE), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        turn.lock();
        try {
            frame.apply(new String(octets, from, length, StandardCharsets.ISO_8859_1))
                    .write(out);
        } finally {
            turn.unlock();
        }
    }
}
