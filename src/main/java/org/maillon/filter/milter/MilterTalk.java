package org.maillon.filter.milter;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.maillon.filter.Edit;
import org.maillon.filter.Examination.NonsenseException;
import org.maillon.filter.TimeLeft;
import org.maillon.kernel.net.Connection;

/** One connection to a milter: packets there and back, and what both sides agreed on. */
final class MilterTalk {
    private static final int LONGEST_PACKET = 1 << 20;
    private static final int ROOM = 8192;

    private final Connection connection;
    private final byte[] buffer = new byte[ROOM];
    private int at;
    private int end;
    private Options options = Options.OFFERED;
    private boolean broken;

    MilterTalk(Connection connection) {
        this.connection = connection;
    }

    Options options() {
        return options;
    }

    /** Whether it can be spoken with once more. */
    boolean isSound() {
        return !broken;
    }

    void negotiate(TimeLeft time) throws IOException {
        send(Packets.options(Options.OFFERED), time);
        if (!(read(time) instanceof Answer.Negotiation(Options theirs))) {
            throw nonsense("it did not answer our options with its own");
        }
        if (theirs.trouble().isPresent()) {
            throw nonsense(theirs.trouble().get());
        }
        options = theirs;
    }

    /** Sends a step that the milter wants, and waits for its answer if it gives one. Not for the end of the message. */
    Answer ask(Step step, Map<String, String> macros, byte[] packet, TimeLeft time) throws IOException {
        if (!step.isWanted(options.steps())) {
            return new Answer.Continue();
        }
        if (!macros.isEmpty()) {
            send(Packets.macros(step, macros), time);
        }
        send(packet, time);
        if (!step.isAnswered(options.steps())) {
            return new Answer.Continue();
        }
        Answer answer = patiently(time);
        return switch (answer) {
            case Answer.Continue _, Answer.Accept _, Answer.Discard _, Answer.Refuse _ -> answer;
            case Answer.Skip _ -> {
                if (step != Step.BODY || !options.maySkip()) {
                    throw nonsense("it skips where nothing can be skipped: at " + step);
                }
                yield answer;
            }
            case Answer.Change _, Answer.Quarantine _ ->
                throw nonsense("it changes the message before its end, at " + step);
            case Answer.Progress _, Answer.Negotiation _, Answer.Garbage _ ->
                throw nonsense("no answer fits at " + step);
        };
    }

    /** The end of the message: {@code changes} gathers what it wants changed until its last word. */
    Answer finish(Map<String, String> macros, Changes changes, TimeLeft time) throws IOException {
        if (!macros.isEmpty()) {
            send(Packets.macros(Step.END_OF_MESSAGE, macros), time);
        }
        send(Packets.END_OF_MESSAGE, time);
        while (true) {
            Answer answer = patiently(time);
            switch (answer) {
                case Answer.Change(int action, Edit edit) -> {
                    require(action);
                    changes.add(edit);
                }
                case Answer.Quarantine(String why) -> {
                    require(Options.QUARANTINE);
                    changes.quarantine(why);
                }
                case Answer.Continue _, Answer.Accept _, Answer.Discard _, Answer.Refuse _ -> {
                    return answer;
                }
                case Answer.Skip _, Answer.Progress _, Answer.Negotiation _, Answer.Garbage _ ->
                    throw nonsense("no answer fits at the end of the message");
            }
        }
    }

    private void require(int action) throws NonsenseException {
        if (!options.may(action)) {
            throw nonsense("it makes a change that was not agreed on: " + Integer.toHexString(action));
        }
    }

    /** It may say any number of times that it is still at work; each gives it its time anew, and none more in all. */
    private Answer patiently(TimeLeft time) throws IOException {
        Answer answer = read(time);
        while (answer instanceof Answer.Progress) {
            answer = read(time);
        }
        if (answer instanceof Answer.Garbage(String why)) {
            throw nonsense(why);
        }
        return answer;
    }

    private NonsenseException nonsense(String why) {
        broken = true;
        return new NonsenseException(why);
    }

    void send(byte[] packet, TimeLeft time) throws IOException {
        boolean done = false;
        try {
            connection.write(packet, 0, packet.length, time.toAnswer());
            done = true;
        } finally {
            broken |= !done;
        }
    }

    private Answer read(TimeLeft time) throws IOException {
        boolean done = false;
        try {
            byte[] head = octets(4, time);
            long length = (head[0] & 0xFFL) << 24 | (head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | head[3] & 0xFF;
            if (length < 1 || length > LONGEST_PACKET) {
                throw nonsense("a packet of " + length + " octets");
            }
            Answer answer = AnswerParser.parse(octets((int) length, time));
            done = true;
            return answer;
        } finally {
            broken |= !done;
        }
    }

    /** The room for a long packet grows with what comes: a length is only a claim. */
    private byte[] octets(int length, TimeLeft time) throws IOException {
        byte[] found = new byte[Math.min(length, ROOM)];
        int filled = 0;
        while (filled < length) {
            if (at == end) {
                at = 0;
                end = Math.max(0, connection.read(buffer, time.toAnswer()));
                if (end == 0) {
                    throw new EOFException("it closed the connection");
                }
            }
            if (filled == found.length) {
                found = Arrays.copyOf(found, Math.min(length, found.length * 2));
            }
            int step = Math.min(end - at, found.length - filled);
            System.arraycopy(buffer, at, found, filled, step);
            at += step;
            filled += step;
        }
        return found;
    }

    void close() {
        broken = true;
        connection.close();
    }
}
