package org.maillon.wire.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Our replies as octets. RFC 5321 §4.2. */
public final class ReplyWriter {
    private static final int LONGEST_LINE = 512; // RFC 5321 §4.5.3.1.5, CRLF included

    private ReplyWriter() {}

    /**
     * Lines too long for one are broken between words. Whatever a line holds, it stays one reply: control characters
     * become spaces.
     *
     * @param utf8 whether the client may be sent more than ASCII (RFC 6531 §3.7.4.2); else {@code ?} stands for it
     */
    public static byte[] write(Reply reply, boolean utf8) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        String status = reply.status().map(s -> s + " ").orElse("");
        int room = LONGEST_LINE - 2 - 4 - status.length();
        int last = reply.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            byte[] text = encode(reply.lines().get(i), utf8);
            int from = 0;
            do {
                int to = lineEnd(text, from, room);
                boolean more = i < last || to < text.length;
                out.writeBytes((reply.code() + (more ? "-" : " ") + status).getBytes(StandardCharsets.US_ASCII));
                out.write(text, from, to - from);
                out.write('\r');
                out.write('\n');
                from = to;
            } while (from < text.length);
        }
        return out.toByteArray();
    }

    private static byte[] encode(String line, boolean utf8) {
        byte[] text = line.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII);
        for (int i = 0; i < text.length; i++) {
            if (text[i] >= 0 && text[i] < ' ' || text[i] == 127) {
                text[i] = ' ';
            }
        }
        return text;
    }

    /** Behind the last space that fits; in a word without end, at a character's start. */
    private static int lineEnd(byte[] text, int from, int room) {
        if (text.length - from <= room) {
            return text.length;
        }
        for (int i = from + room; i > from; i--) {
            if (text[i - 1] == ' ') {
                return i;
            }
        }
        int cut = from + room;
        while (cut > from + 1 && (text[cut] & 0xC0) == 0x80) {
            cut--;
        }
        return cut;
    }
}
