package org.maillon.deliver.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;
import org.maillon.trust.mtasts.PolicyHost.Fetched;

/**
 * One answer of HTTP/1.1 (RFC 9112) as it comes: as much of it as a small text file needs. Fed octets, it says when it has
 * heard enough; it never holds more than its bound.
 */
final class HttpAnswer {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_FIELDS = 100;

    private enum At {
        STATUS,
        FIELDS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        OVER
    }

    private final int most;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    private At at = At.STATUS;
    private int fields;
    private int status;
    private long left = Long.MAX_VALUE;
    private boolean chunked;
    private boolean plainText;
    private Optional<String> fault = Optional.empty();

    HttpAnswer(int most) {
        this.most = most;
    }

    boolean isOver() {
        return at == At.OVER;
    }

    void feed(byte[] octets, int length) {
        int next = 0;
        while (next < length && at != At.OVER) {
            if (at == At.BODY || at == At.CHUNK) {
                next += take(octets, next, length);
            } else {
                lineOctet(octets[next]);
                next++;
            }
        }
    }

    /** The connection has ended: so has a body without a length, and nothing else. */
    void end() {
        if (at == At.BODY && left == Long.MAX_VALUE) {
            at = At.OVER;
        } else if (at != At.OVER) {
            broken("an answer that ends in the middle");
        }
    }

    private int take(byte[] octets, int from, int to) {
        int piece = (int) Math.min(left, to - from);
        if (body.size() + piece > most) {
            broken("a file of more than " + most + " octets");
            return piece;
        }
        body.write(octets, from, piece);
        if (left != Long.MAX_VALUE) {
            left -= piece;
        }
        if (left == 0) {
            at = at == At.CHUNK ? At.CHUNK_END : At.OVER;
        }
        return piece;
    }

    private void lineOctet(byte octet) {
        if (octet != '\n') {
            line.write(octet);
            if (line.size() > LONGEST_LINE) {
                broken("a line of more than " + LONGEST_LINE + " octets");
            }
            return;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    private void line(String text) {
        switch (at) {
            case STATUS -> status(text);
            case FIELDS -> field(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> {
                at = At.CHUNK_SIZE;
                if (!text.isEmpty()) {
                    broken("a chunk that is longer than it says");
                }
            }
            case TRAILER -> at = text.isEmpty() ? At.OVER : At.TRAILER;
            case BODY, CHUNK, OVER -> throw new IllegalStateException("no line is awaited");
        }
    }

    /** {@code HTTP/1.1 200 OK}. */
    private void status(String text) {
        boolean isHttp = text.startsWith("HTTP/1.") && text.length() >= 12 && text.charAt(8) == ' ';
        status = isHttp ? (int) number(text.substring(9, 12), 10) : -1;
        at = At.FIELDS;
        if (status < 100) {
            broken("something that is no HTTP");
        }
    }

    private void field(String text) {
        fields++;
        if (text.isEmpty()) {
            headEnds();
        } else if (fields > MOST_FIELDS) {
            broken("more than " + MOST_FIELDS + " fields");
        } else if (text.indexOf(':') > 0) {
            int colon = text.indexOf(':');
            field(Ascii.upper(text.substring(0, colon)), value(text, colon + 1));
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "CONTENT-TYPE" -> plainText = isPlainText(Ascii.upper(value));
            case "TRANSFER-ENCODING" -> {
                chunked = true;
                if (!Ascii.upper(value).equals("CHUNKED")) {
                    broken("the encoding " + value);
                }
            }
            case "CONTENT-ENCODING" -> {
                if (!Ascii.upper(value).equals("IDENTITY")) {
                    broken("the encoding " + value + ", which nobody asked for");
                }
            }
            case "CONTENT-LENGTH" -> {
                left = number(value, 10);
                if (left < 0) {
                    broken("a length that is no number");
                }
            }
            default -> {}
        }
    }

    private static boolean isPlainText(String value) {
        return value.startsWith("TEXT/PLAIN")
                && (value.length() == 10 || value.charAt(10) == ';' || value.charAt(10) == ' ');
    }

    private static String value(String text, int from) {
        int start = from;
        int end = text.length();
        while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }

    /** RFC 8461 §3.3: 200 and no other code; text/plain; and then the file. */
    private void headEnds() {
        if (status < 200) { // RFC 9110 §15.2: the answer itself is still to come
            at = At.STATUS;
        } else if (status != 200) {
            broken("the code " + status + (status / 100 == 3 ? ", and a redirect is not followed" : ""));
        } else if (!plainText) {
            broken("a file that is not text/plain");
        } else if (chunked) {
            at = At.CHUNK_SIZE;
        } else if (left != Long.MAX_VALUE && left > most) {
            broken("a file of more than " + most + " octets");
        } else {
            at = left == 0 ? At.OVER : At.BODY;
        }
    }

    private void chunkSize(String text) {
        int end = 0;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        left = end == 0 ? -1 : number(text.substring(0, end), 16);
        at = left == 0 ? At.TRAILER : At.CHUNK;
        if (left < 0) {
            broken("a chunk without a size");
        }
    }

    /** -1 where it is none, or too great to matter. */
    private static long number(String digits, int radix) {
        long value = 0;
        for (int at = 0; at < digits.length(); at++) {
            char c = digits.charAt(at);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0 || value > Integer.MAX_VALUE) {
                return -1;
            }
            value = value * radix + digit;
        }
        return digits.isEmpty() ? -1 : value;
    }

    private void broken(String what) {
        fault = Optional.of(what);
        at = At.OVER;
    }

    Fetched result(String host) {
        return fault.<Fetched>map(what -> new Fetched.NotServed(host + " answers with " + what))
                .orElseGet(() -> new Fetched.File(Bytes.wrap(body.toByteArray())));
    }
}
