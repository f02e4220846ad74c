package org.maillon.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.maillon.kernel.Ascii;

/** Changes a header, field by field, as {@link Edit}s say. What no edit names stays octet for octet. */
public final class HeaderEditor {
    /** A field with all its lines, or a line that is none, as they stand there. */
    private record Field(String name, byte[] octets) {}

    private final List<Field> above = new ArrayList<>();
    private final List<Field> fields;

    private HeaderEditor(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * @param above fields that go on top of all, ours included
     * @param header the client's, without the empty line at its end
     */
    public record Edited(byte[] above, byte[] header) {}

    /** @param header whole lines ended by CRLF, with or without the empty line at its end */
    public static Edited apply(byte[] header, List<Edit> edits) {
        HeaderEditor editor = new HeaderEditor(fields(header));
        edits.forEach(editor::apply);
        return new Edited(octets(editor.above), octets(editor.fields));
    }

    /** Whether an edit needs the header the client sent, and not only room above it. */
    public static boolean changesBelow(Edit edit) {
        return switch (edit) {
            case Edit.AddField(_, _, int at) -> at > 1;
            case Edit.ChangeField _, Edit.RemoveField _ -> true;
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _, Edit.ReplaceBody _ -> false;
        };
    }

    private void apply(Edit edit) {
        switch (edit) {
            case Edit.AddField(String name, var value, int at) -> {
                Field field = new Field(name, FieldText.field(name, value));
                if (at <= 1) {
                    above.addFirst(field);
                } else {
                    fields.add(Math.min(at - 1, fields.size()), field);
                }
            }
            case Edit.ChangeField(String name, int nth, var value) -> {
                Field field = new Field(name, FieldText.field(name, value));
                int place = find(name, nth);
                if (place < 0) {
                    fields.add(field);
                } else {
                    fields.set(place, field);
                }
            }
            case Edit.RemoveField(String name, int nth) -> remove(name, nth);
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _, Edit.ReplaceBody _ -> {}
        }
    }

    private void remove(String name, int nth) {
        if (nth == 0) {
            fields.removeIf(field -> isCalled(field, name));
            return;
        }
        int place = find(name, nth);
        if (place >= 0) {
            fields.remove(place);
        }
    }

    private int find(String name, int nth) {
        int seen = 0;
        for (int i = 0; i < fields.size(); i++) {
            if (isCalled(fields.get(i), name) && ++seen == nth) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isCalled(Field field, String name) {
        return Ascii.upper(field.name()).equals(Ascii.upper(name));
    }

    /** RFC 5322 §2.2.3: a line that begins with white space goes on with the field before it. */
    private static List<Field> fields(byte[] header) {
        List<Field> found = new ArrayList<>();
        int start = 0;
        while (start < header.length && !isEmptyLine(header, start)) {
            int end = afterLine(header, start);
            while (end < header.length && (header[end] == ' ' || header[end] == '\t')) {
                end = afterLine(header, end);
            }
            found.add(new Field(name(header, start, end), Arrays.copyOfRange(header, start, end)));
            start = end;
        }
        return found;
    }

    private static boolean isEmptyLine(byte[] header, int at) {
        return at + 1 < header.length && header[at] == '\r' && header[at + 1] == '\n';
    }

    private static int afterLine(byte[] header, int from) {
        for (int at = from; at + 1 < header.length; at++) {
            if (header[at] == '\r' && header[at + 1] == '\n') {
                return at + 2;
            }
        }
        return header.length;
    }

    /** Up to the colon, less the white space that RFC 5322 §4.5 lets stand before it. */
    private static String name(byte[] header, int from, int end) {
        int colon = from;
        while (colon < end && header[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            return "";
        }
        while (colon > from && (header[colon - 1] == ' ' || header[colon - 1] == '\t')) {
            colon--;
        }
        return new String(header, from, colon - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> out.writeBytes(field.octets()));
        return out.toByteArray();
    }
}
