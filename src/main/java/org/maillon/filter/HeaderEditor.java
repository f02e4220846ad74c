package org.maillon.filter;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;

/** Changes a header, field by field, as {@link Edit}s say. What no edit names stays octet for octet. */
public final class HeaderEditor {
    private final List<HeaderField> above = new ArrayList<>();
    private final List<HeaderField> fields;

    private HeaderEditor(List<HeaderField> fields) {
        this.fields = fields;
    }

    /**
     * @param above fields that go on top of all, ours included
     * @param header the client's, without the empty line at its end
     */
    public record Edited(Bytes above, Bytes header) {}

    public static Edited apply(Header header, List<Edit> edits) {
        HeaderEditor editor = new HeaderEditor(new ArrayList<>(header.fields()));
        edits.forEach(editor::apply);
        return new Edited(octets(editor.above), octets(editor.fields));
    }

    /** Whether an edit needs the header the client sent, and not only room above it. */
    public static boolean changesBelow(Edit edit) {
        return switch (edit) {
            case Edit.AddField(String _, var _, int at) -> at > 1;
            case Edit.ChangeField _, Edit.RemoveField _ -> true;
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _, Edit.ReplaceBody _ -> false;
        };
    }

    private void apply(Edit edit) {
        switch (edit) {
            case Edit.AddField(String name, var value, int at) -> {
                HeaderField field = new HeaderField(name, FieldText.field(name, value));
                if (at <= 1) {
                    above.addFirst(field);
                } else {
                    fields.add(Math.min(at - 1, fields.size()), field);
                }
            }
            case Edit.ChangeField(String name, int nth, var value) -> {
                HeaderField field = new HeaderField(name, FieldText.field(name, value));
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
            fields.removeIf(field -> field.is(name));
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
            if (fields.get(i).is(name) && ++seen == nth) {
                return i;
            }
        }
        return -1;
    }

    private static Bytes octets(List<HeaderField> fields) {
        ByteWriter out = new ByteWriter();
        fields.forEach(field -> out.raw(field.octets()));
        return out.toBytes();
    }
}
