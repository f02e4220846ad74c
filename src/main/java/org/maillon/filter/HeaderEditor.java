package org.maillon.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;

/**
 * Changes a header, field by field, as {@link Edit}s say. What no edit names stays octet for octet. All links of a chain were
 * shown the same header: each counts in that one, whatever the links before it had removed or added.
 */
public final class HeaderEditor {
    private final List<HeaderField> above = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    /** A field's place, which stays when the field goes: another link may still count it. */
    private static final class Entry {
        final String name;
        Optional<HeaderField> field;

        Entry(HeaderField field) {
            this.name = field.name();
            this.field = Optional.of(field);
        }

        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /**
     * @param above fields that go on top of all, ours included
     * @param header the client's, without the empty line at its end
     */
    public record Edited(Bytes above, Bytes header) {}

    private HeaderEditor() {}

    /** @param wishes each link's edits */
    public static Edited apply(Header header, List<List<Edit>> wishes) {
        HeaderEditor editor = new HeaderEditor();
        header.fields().forEach(field -> editor.entries.add(new Entry(field)));
        List<Entry> shown = List.copyOf(editor.entries);
        for (List<Edit> ofOne : wishes) {
            List<Entry> seen = new ArrayList<>(shown);
            ofOne.forEach(edit -> editor.apply(edit, seen));
        }
        return editor.edited();
    }

    private Edited edited() {
        ByteWriter top = new ByteWriter();
        above.forEach(field -> top.raw(field.octets()));
        ByteWriter rest = new ByteWriter();
        entries.forEach(entry -> entry.field.ifPresent(field -> rest.raw(field.octets())));
        return new Edited(top.toBytes(), rest.toBytes());
    }

    /** @param seen the header as the link that asks for it knows it */
    private void apply(Edit edit, List<Entry> seen) {
        switch (edit) {
            case Edit.AddField(String name, var value, int at) -> add(field(name, value), at, seen);
            case Edit.ChangeField(String name, int nth, var value) -> {
                int place = find(name, nth, seen);
                if (place < 0) {
                    add(field(name, value), Edit.LAST, seen);
                } else {
                    seen.get(place).field = Optional.of(field(name, value));
                }
            }
            case Edit.RemoveField(String name, int nth) -> remove(name, nth, seen);
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _, Edit.ReplaceBody _ -> {}
        }
    }

    private static HeaderField field(String name, Bytes value) {
        return new HeaderField(name, FieldText.field(name, value));
    }

    private void add(HeaderField field, int at, List<Entry> seen) {
        if (at <= 1) {
            above.addFirst(field);
            return;
        }
        Entry entry = new Entry(field);
        if (at > seen.size()) {
            seen.add(entry);
            entries.add(entry);
        } else {
            entries.add(entries.indexOf(seen.get(at - 1)), entry);
            seen.add(at - 1, entry);
        }
    }

    private static void remove(String name, int nth, List<Entry> seen) {
        if (nth == 0) {
            seen.stream().filter(entry -> entry.is(name)).forEach(entry -> entry.field = Optional.empty());
            seen.removeIf(entry -> entry.is(name));
            return;
        }
        int place = find(name, nth, seen);
        if (place >= 0) {
            seen.remove(place).field = Optional.empty();
        }
    }

    private static int find(String name, int nth, List<Entry> seen) {
        int count = 0;
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).is(name) && ++count == nth) {
                return i;
            }
        }
        return -1;
    }
}
