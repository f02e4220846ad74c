package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/**
 * A message's header, whole: its fields in their order (RFC 5322 §2.2). Whoever makes one has bounded its size. A line that
 * is no field is kept as one without a name, so that nothing is lost.
 */
public final class Header {
    private final List<HeaderField> fields;
    private final Bytes end;

    private Header(List<HeaderField> fields, Bytes end) {
        this.fields = List.copyOf(fields);
        this.end = end;
    }

    /** @param octets up to and with the empty line, if there is one */
    public static Header of(Bytes octets) {
        List<HeaderField> fields = new ArrayList<>();
        byte[] all = octets.shared();
        int at = 0;
        while (at < all.length && !isEnd(all, at)) {
            int to = fieldEnd(all, at);
            fields.add(new HeaderField(name(all, at, to), octets.slice(at, to)));
            at = to;
        }
        return new Header(fields, octets.slice(at, all.length));
    }

    /** RFC 5322 §2.1. */
    private static boolean isEnd(byte[] all, int at) {
        return all.length - at >= 2 && all[at] == '\r' && all[at + 1] == '\n';
    }

    /** RFC 5322 §2.2.3: a line that begins with white space goes on with the one before. */
    private static int fieldEnd(byte[] all, int from) {
        int at = from;
        do {
            at = lineEnd(all, at);
        } while (at < all.length && (all[at] == ' ' || all[at] == '\t'));
        return at;
    }

    private static int lineEnd(byte[] all, int from) {
        for (int at = from; at + 1 < all.length; at++) {
            if (all[at] == '\r' && all[at + 1] == '\n') {
                return at + 2;
            }
        }
        return all.length;
    }

    /** RFC 5322 §3.6.8; white space before the colon is the obsolete syntax (§4.5). */
    private static String name(byte[] all, int from, int to) {
        int at = from;
        while (at < to && all[at] > ' ' && all[at] < 127 && all[at] != ':') {
            at++;
        }
        int end = at;
        while (at < to && (all[at] == ' ' || all[at] == '\t')) {
            at++;
        }
        boolean isField = at < to && all[at] == ':';
        return isField ? new String(all, from, end - from, StandardCharsets.US_ASCII) : "";
    }

    public List<HeaderField> fields() {
        return fields;
    }

    /** The topmost of this name. */
    public Optional<HeaderField> first(String name) {
        for (HeaderField field : fields) {
            if (field.is(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public List<HeaderField> all(String name) {
        List<HeaderField> found = new ArrayList<>(2);
        for (HeaderField field : fields) {
            if (field.is(name)) {
                found.add(field);
            }
        }
        return found;
    }

    /** What ends it: the empty line, or nothing where the message ends before. */
    public Bytes end() {
        return end;
    }
}
