package org.maillon.filter.milter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.filter.Edit;
import org.maillon.filter.Examination.NonsenseException;
import org.maillon.kernel.ByteWriter;

/** What a milter wants changed, gathered at the end of a message and bounded in number and size. */
final class Changes {
    static final int MOST = 1000;
    static final int MOST_OCTETS = 1 << 20;

    private final List<Edit> edits = new ArrayList<>();
    private final ByteWriter body = new ByteWriter();
    private boolean replaced;
    private int octets;
    private Optional<String> quarantine = Optional.empty();

    void add(Edit edit) throws NonsenseException {
        octets += size(edit);
        if (octets > MOST_OCTETS) {
            throw new NonsenseException("it wants more than " + MOST_OCTETS + " octets changed");
        }
        if (edit instanceof Edit.ReplaceBody(var piece)) {
            replaced = true;
            body.raw(piece);
        } else if (edits.size() == MOST) {
            throw new NonsenseException("it wants more than " + MOST + " changes");
        } else {
            edits.add(edit);
        }
    }

    void quarantine(String why) {
        quarantine = Optional.of(why);
    }

    Optional<String> quarantine() {
        return quarantine;
    }

    List<Edit> edits() {
        List<Edit> all = new ArrayList<>(edits);
        if (replaced) {
            all.add(new Edit.ReplaceBody(body.toBytes()));
        }
        return all;
    }

    private static int size(Edit edit) {
        return switch (edit) {
            case Edit.AddField(String name, var value, int _) -> name.length() + value.length();
            case Edit.ChangeField(String name, int _, var value) -> name.length() + value.length();
            case Edit.RemoveField(String name, int _) -> name.length();
            case Edit.ReplaceBody(var piece) -> piece.length();
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _ -> 0;
        };
    }
}
