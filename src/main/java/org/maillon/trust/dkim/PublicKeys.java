package org.maillon.trust.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import org.maillon.dns.DnsName;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/**
 * The keys that domains publish, by DNS. What the same text came to is remembered, as parsing a key costs more than a
 * question that the resolver remembers.
 */
public final class PublicKeys {
    /** Texts remembered; a key's is four hundred octets long. */
    private static final int MOST_TEXTS = 4096;

    /** No key is longer: 16,384 bits in base64 with everything around it. What is, is not even looked at. */
    private static final int LONGEST_TEXT = 4096;

    private final Resolver resolver;
    private final Cache<String, KeyRecord.Reading> readings = Caffeine.newBuilder()
            .maximumSize(MOST_TEXTS)
            .executor(Runnable::run)
            .build();

    public PublicKeys(Resolver resolver) {
        this.resolver = resolver;
    }

    /** A key, or what its absence makes of the signature. */
    sealed interface Answer {
        record Key(KeyRecord record) implements Answer {}

        record None(DkimResult result, String why) implements Answer {}
    }

    Answer find(String name) {
        if (!DnsName.isOne(name)) {
            return new Answer.None(DkimResult.PERMERROR, "selector and domain make no name that DNS can hold");
        }
        return switch (resolver.txt(name)) {
            case Lookup.Found<String>(List<String> texts, var _) -> choose(texts);
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ ->
                new Answer.None(DkimResult.PERMERROR, "there is no key at " + name);
            case Lookup.Failed<String>(String why) ->
                new Answer.None(DkimResult.TEMPERROR, "the key at " + name + " could not be asked for: " + why);
        };
    }

    /** RFC 6376 §3.6.2.2: one record for each name; of several, others than keys are passed over. */
    private Answer choose(List<String> texts) {
        List<KeyRecord.Reading> keys = new ArrayList<>();
        KeyRecord.Reading last = new KeyRecord.Reading.Unfit("the key record is empty", false);
        for (String text : texts) {
            last = read(text);
            if (!(last instanceof KeyRecord.Reading.Unfit(var _, boolean isKey)) || isKey) {
                keys.add(last);
            }
        }
        if (keys.size() > 1) {
            return new Answer.None(DkimResult.PERMERROR, "more than one key stands at the selector's name");
        }
        return switch (keys.isEmpty() ? last : keys.getFirst()) {
            case KeyRecord.Reading.Key(KeyRecord record) -> new Answer.Key(record);
            case KeyRecord.Reading.Unfit(String why, boolean _) -> new Answer.None(DkimResult.PERMERROR, why);
        };
    }

    private KeyRecord.Reading read(String text) {
        return text.length() > LONGEST_TEXT
                ? new KeyRecord.Reading.Unfit("the key record is longer than " + LONGEST_TEXT + " octets", true)
                : readings.get(text, KeyRecord::read);
    }
}
