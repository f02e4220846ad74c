package org.maillon.secrets;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for all forms of all secrets in one pass, whatever their number: by the first eight octets of each. */
final class Needles {
    static final int SHORTEST = 8;
    private static final int PIECE = 1 << 16;

    private final Map<Long, List<byte[]>> byHead = new HashMap<>();
    private final boolean[] maybe = new boolean[1 << 16]; // most heads of a text are told apart by it, without the map
    private int longest = SHORTEST;

    Needles(Collection<String> secrets) {
        for (String secret : secrets) {
            forms(secret).forEach(this::add);
        }
    }

    /** Shorter ones any text may have by chance. */
    private void add(String form) {
        byte[] octets = form.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SHORTEST) {
            return;
        }
        longest = Math.max(longest, octets.length);
        long head = head(octets);
        maybe[place(head)] = true;
        byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(octets);
    }

    /** As it is, in hexadecimal, and what base64 makes of it at each of the three offsets, without the ends that depend on neighbours. */
    static Set<String> forms(String secret) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>(List.of(secret, HexFormat.of().formatHex(octets)));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + octets.length];
            System.arraycopy(octets, 0, shifted, offset, octets.length);
            int from = (offset * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
            forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
        }
        return forms;
    }

    private static long head(byte[] octets) {
        long head = 0;
        for (int i = 0; i < SHORTEST; i++) {
            head = head << 8 | octets[i] & 0xFF;
        }
        return head;
    }

    private static int place(long head) {
        return (int) (head * 0x9E3779B97F4A7C15L >>> 48);
    }

    /** The forms that are in there, each once. */
    Set<String> in(InputStream text) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        try (InputStream in = new BufferedInputStream(text, PIECE)) {
            byte[] window = new byte[0];
            while (true) {
                byte[] piece = in.readNBytes(PIECE);
                byte[] both = Arrays.copyOf(window, window.length + piece.length);
                System.arraycopy(piece, 0, both, window.length, piece.length);
                search(both, found);
                if (piece.length < PIECE) {
                    return found;
                }
                window = Arrays.copyOfRange(both, Math.max(0, both.length - longest + 1), both.length);
            }
        }
    }

    private void search(byte[] text, Set<String> found) {
        long head = 0;
        for (int last = 0; last < text.length; last++) {
            head = head << 8 | text[last] & 0xFF;
            int at = last + 1 - SHORTEST;
            if (at < 0 || !maybe[place(head)]) {
                continue;
            }
            for (byte[] form : byHead.getOrDefault(head, List.of())) {
                int end = at + form.length;
                if (end <= text.length && Arrays.equals(text, at, end, form, 0, form.length)) {
                    found.add(new String(form, StandardCharsets.UTF_8));
                }
            }
        }
    }
}
