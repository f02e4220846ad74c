package org.maillon.filter;

import java.util.List;

/**
 * What a link found.
 *
 * @param why in plain words, for the message's story and its recipient: {@code score 17.2 of 15 (GTUBE)}
 */
public record Finding(Verdict verdict, List<Edit> edits, String why) {
    public Finding {
        edits = List.copyOf(edits);
    }

    public static Finding of(Verdict verdict, String why) {
        return new Finding(verdict, List.of(), why);
    }
}
