package org.maillon.submit;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.Bytes;
import org.maillon.wire.smtp.MailParameters;

/**
 * What the stages have made of a message so far.
 *
 * @param parameters the client's, as the stages correct them
 * @param head whole fields, CRLF behind each, that go before the message; the first is the topmost
 * @param said what its trace tells about it, in plain words
 */
public record Handling(MailParameters parameters, List<Bytes> head, Disposition disposition, List<String> said) {
    public Handling {
        head = List.copyOf(head);
        said = List.copyOf(said);
    }

    static Handling of(MailParameters parameters) {
        return new Handling(parameters, List.of(), new Disposition.Deliver(), List.of());
    }

    public Handling with(MailParameters corrected) {
        return new Handling(corrected, head, disposition, said);
    }

    /** On top of all that are there. */
    public Handling withField(Bytes field) {
        List<Bytes> more = new ArrayList<>(head.size() + 1);
        more.add(field);
        more.addAll(head);
        return new Handling(parameters, more, disposition, said);
    }

    /** The graver holds: quarantine before junk before nothing. */
    public Handling with(Disposition other) {
        return gravity(other) > gravity(disposition) ? new Handling(parameters, head, other, said) : this;
    }

    public Handling saying(String words) {
        List<String> more = new ArrayList<>(said);
        more.add(words);
        return new Handling(parameters, head, disposition, more);
    }

    private static int gravity(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Deliver _ -> 0;
            case Disposition.Junk _ -> 1;
            case Disposition.Quarantine _ -> 2;
        };
    }
}
