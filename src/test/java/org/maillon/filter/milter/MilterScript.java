package org.maillon.filter.milter;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A milter that notes what it hears and answers each step as it was told; continue where it was told nothing. */
final class MilterScript implements MilterAnswers.Ear {
    private final Map<Character, List<byte[]>> answers = new HashMap<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private int version = 6;
    private int actions = 0x1FF;
    private int steps;

    MilterScript agreeingOn(int newVersion, int newActions, int newSteps) {
        version = newVersion;
        actions = newActions;
        steps = newSteps;
        return this;
    }

    /** @param packets letter and data of each, as one octet a character */
    MilterScript on(char step, String... packets) {
        answers.put(
                step,
                java.util.Arrays.stream(packets)
                        .map(packet -> packet.getBytes(StandardCharsets.ISO_8859_1))
                        .toList());
        return this;
    }

    /** Each packet: its letter, a space, its data with a bar for each NUL. */
    @Override
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void play(InputStream input, OutputStream output) throws IOException {
        DataInputStream in = new DataInputStream(input);
        DataOutputStream out = new DataOutputStream(output);
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException _) {
                return;
            }
            byte[] packet = in.readNBytes(length);
            char letter = (char) packet[0];
            heard.add(letter + " " + new String(packet, 1, length - 1, StandardCharsets.ISO_8859_1).replace('\0', '|'));
            answer(letter, out);
        }
    }

    private void answer(char letter, DataOutputStream out) throws IOException {
        if (letter == 'O') {
            out.writeInt(13);
            out.writeByte('O');
            out.writeInt(version);
            out.writeInt(actions);
            out.writeInt(steps);
        } else if (letter != 'D' && letter != 'A' && letter != 'K' && letter != 'Q' && isAnswered(letter)) {
            for (byte[] packet : answers.getOrDefault(letter, List.of(new byte[] {'c'}))) {
                out.writeInt(packet.length);
                out.write(packet);
            }
        }
        out.flush();
    }

    private boolean isAnswered(char letter) {
        for (Step step : Step.values()) {
            if (step.letter() == letter) {
                return step.isAnswered(steps);
            }
        }
        return true;
    }
}
