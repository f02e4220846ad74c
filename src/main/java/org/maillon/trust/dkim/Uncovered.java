package org.maillon.trust.dkim;

import java.util.List;
import java.util.Optional;

/**
 * A field that stands twice where a signature covers one of them: whoever put the other there has a reader look at it
 * under somebody else's name. RFC 6376 §8.15.
 */
final class Uncovered {
    private static final List<String> SHOWN_TO_READERS = List.of("from", "subject");

    private Uncovered() {}

    static Optional<String> field(HeaderFields header, List<String> signed) {
        for (String name : SHOWN_TO_READERS) {
            int there = header.count(name);
            if (there > 1 && signed.contains(name)) {
                long covered = signed.stream().filter(name::equals).count();
                if (covered < there) {
                    return Optional.of("of " + there + " fields named " + name + " the signature covers " + covered);
                }
            }
        }
        return Optional.empty();
    }
}
