package org.maillon.filter;

import org.maillon.wire.smtp.Reply;

/** What becomes of a message, as one link or a whole chain sees it. The later ones in this file outweigh the earlier. */
public sealed interface Verdict {
    record Accept() implements Verdict {}

    /** Into the folder Junk of whose it is. */
    record Junk() implements Verdict {}

    /** Kept back until its recipient or an operator lets it go. */
    record Quarantine() implements Verdict {}

    /** Taken, and thrown away: the client hears that all is well. */
    record Discard() implements Verdict {}

    /** @param reply of the 400s */
    record Later(Reply reply) implements Verdict {}

    /** @param reply of the 500s */
    record Reject(Reply reply) implements Verdict {}

    static Verdict accept() {
        return new Accept();
    }

    /** More outweighs less. */
    default int weight() {
        return switch (this) {
            case Accept _ -> 0;
            case Junk _ -> 1;
            case Quarantine _ -> 2;
            case Discard _ -> 3;
            case Later _ -> 4;
            case Reject _ -> 5;
        };
    }

    /** No link has to be asked any more. */
    default boolean isFinal() {
        return weight() >= 3;
    }

    /** For lines that people read. */
    default String word() {
        return switch (this) {
            case Accept _ -> "accept";
            case Junk _ -> "junk";
            case Quarantine _ -> "quarantine";
            case Discard _ -> "discard";
            case Later _ -> "tempfail";
            case Reject _ -> "reject";
        };
    }
}
