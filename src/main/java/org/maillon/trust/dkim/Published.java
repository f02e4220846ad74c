package org.maillon.trust.dkim;

import java.util.List;
import java.util.Optional;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/** Whether DNS shows the record of a key of ours. */
public sealed interface Published {
    record Yes() implements Published {}

    record No(String why) implements Published {}

    /** DNS did not answer. */
    record Unknown(String why) implements Published {}

    static Published of(String name, String record, Resolver resolver) {
        return switch (resolver.txt(name)) {
            case Lookup.Found<String> found -> ofRecords(name, record, found.records());
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> new No("there is no record at " + name);
            case Lookup.Failed<String> failed -> new Unknown(failed.why());
        };
    }

    private static Published ofRecords(String name, String record, List<String> texts) {
        Optional<String> ours = key(record);
        if (texts.stream().noneMatch(text -> key(text).equals(ours))) {
            return new No("the record at " + name + " holds another key");
        }
        return texts.stream().filter(text -> key(text).isPresent()).count() > 1
                ? new No("more than one key stands at " + name)
                : new Yes();
    }

    private static Optional<String> key(String text) {
        return TagList.parse(text).flatMap(tags -> tags.unfolded("p")).filter(key -> !key.isEmpty());
    }
}
