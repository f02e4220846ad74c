package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * The parts of a message that hold no parts themselves (RFC 2046 §5.1), in their order: enough to find a report in a
 * letter, however it was wrapped. The message is small: whoever asks has bounded it. Lines end by CRLF.
 */
public final class MimeParts {
    private static final int DEEPEST = 8;
    private static final int MOST = 50;

    private final byte[] all;
    private final List<Part> parts = new ArrayList<>();

    private MimeParts(byte[] all) {
        this.all = all;
    }

    /**
     * One part.
     *
     * @param body as it stands, still in its transfer encoding
     */
    public record Part(Header header, ContentType type, Bytes body) {
        /** Out of its transfer encoding (RFC 2045 §6); of an unknown one, as it stands. */
        public byte[] decoded() {
            String encoding = header.first("Content-Transfer-Encoding")
                    .map(field -> field.value().toLowerCase(Locale.ROOT))
                    .orElse("7bit");
            return switch (encoding) {
                case "base64" -> base64(body.shared());
                case "quoted-printable" -> QuotedPrintable.decode(body.shared());
                default -> body.toArray();
            };
        }

        /** RFC 2045 §6.8: what is no letter of the alphabet is looked past; what cannot be read at the end is cut. */
        private static byte[] base64(byte[] text) {
            byte[] letters = new byte[text.length];
            int length = 0;
            for (byte octet : text) {
                boolean letter = octet >= 'a' && octet <= 'z'
                        || octet >= 'A' && octet <= 'Z'
                        || octet >= '0' && octet <= '9'
                        || octet == '+'
                        || octet == '/';
                if (octet == '=') {
                    break;
                } else if (letter) {
                    letters[length++] = octet;
                }
            }
            return Base64.getDecoder().decode(Arrays.copyOf(letters, length % 4 == 1 ? length - 1 : length));
        }
    }

    public static List<Part> of(Bytes message) {
        MimeParts reading = new MimeParts(message.shared());
        reading.entity(0, reading.all.length, 0);
        return List.copyOf(reading.parts);
    }

    private void entity(int from, int to, int depth) {
        int bodyAt = headerEnd(from, to);
        Header header = Header.of(Bytes.copyOf(Arrays.copyOfRange(all, from, bodyAt)));
        ContentType type = header.first("Content-Type")
                .map(field -> ContentType.parse(field.value()))
                .orElse(ContentType.PLAIN);
        Optional<String> boundary = type.is("multipart/") ? type.parameter("boundary") : Optional.empty();
        if (boundary.isPresent() && !boundary.get().isEmpty() && depth < DEEPEST) {
            multipart(bodyAt, to, boundary.get(), depth);
        } else if (parts.size() < MOST) {
            parts.add(new Part(header, type, Bytes.wrap(Arrays.copyOfRange(all, bodyAt, to))));
        }
    }

    private int headerEnd(int from, int to) {
        int at = from;
        while (at < to) {
            if (all[at] == '\r' && at + 1 < to && all[at + 1] == '\n') {
                return at + 2;
            }
            at = lineEnd(at, to);
        }
        return to;
    }

    private int lineEnd(int from, int to) {
        for (int at = from; at < to; at++) {
            if (all[at] == '\n') {
                return at + 1;
            }
        }
        return to;
    }

    private void multipart(int from, int to, String boundary, int depth) {
        byte[] mark = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        int start = -1;
        int at = from;
        while (at < to && parts.size() < MOST) {
            int next = lineEnd(at, to);
            boolean isMark = next - at >= mark.length && Arrays.equals(all, at, at + mark.length, mark, 0, mark.length);
            if (isMark && rest(at + mark.length, next) >= 0) {
                if (start >= 0) {
                    entity(start, withoutLineEnd(start, at), depth + 1);
                }
                start = next;
                if (rest(at + mark.length, next) == 2) {
                    return; // RFC 2046 §5.1.1: the closing one
                }
            }
            at = next;
        }
        if (start >= 0) {
            entity(start, to, depth + 1); // cut short
        }
    }

    /** What follows a boundary on its line: 0 nothing, 2 the two hyphens that close, -1 something else. */
    private int rest(int from, int to) {
        int hyphens = from + 1 < to && all[from] == '-' && all[from + 1] == '-' ? 2 : 0;
        for (int at = from + hyphens; at < to; at++) {
            if (all[at] != ' ' && all[at] != '\t' && all[at] != '\r' && all[at] != '\n') {
                return -1;
            }
        }
        return hyphens;
    }

    /** RFC 2046 §5.1.1: the line end before a boundary belongs to the boundary. */
    private int withoutLineEnd(int from, int to) {
        int end = to;
        if (end > from && all[end - 1] == '\n') {
            end--;
        }
        return end > from && all[end - 1] == '\r' ? end - 1 : end;
    }
}
