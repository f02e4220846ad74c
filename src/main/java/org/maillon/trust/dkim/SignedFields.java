package org.maillon.trust.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which fields of a header a list of names means. */
public final class SignedFields {
    private SignedFields() {}

    /**
     * RFC 6376 §5.4.2: a name means the lowest field of it that is not yet taken; one that has no field any more means
     * nothing, and so forbids that one is added.
     */
    public static List<HeaderField> of(HeaderFields header, List<String> names) {
        Map<String, Integer> taken = new HashMap<>();
        List<HeaderField> fields = new ArrayList<>();
        for (String name : names) {
            List<HeaderField> there = header.named(name);
            int before = taken.merge(name, 1, Integer::sum) - 1;
            if (before < there.size()) {
                fields.add(there.get(there.size() - 1 - before));
            }
        }
        return fields;
    }
}
