package org.maillon.trust.dnslist;

import java.util.List;
import java.util.Optional;

/**
 * What the lists say of a client.
 *
 * @param score the sum of the weights of those that have it
 * @param silent zones that gave no answer in time, or could not be asked
 */
public record ListVerdict(int score, List<Listing> listings, List<String> silent) {
    static final ListVerdict NOTHING = new ListVerdict(0, List.of(), List.of());

    /**
     * One list that has it.
     *
     * @param words the list's own, as it gives them in TXT: short and printable
     */
    public record Listing(String zone, int weight, String what, Optional<String> words) {}

    public ListVerdict {
        listings = List.copyOf(listings);
        silent = List.copyOf(silent);
    }

    /** Whether the lists of the well-known outweigh the others. */
    public boolean vouches() {
        return score < 0;
    }

    /** The list that weighs most against it. */
    public Optional<Listing> gravest() {
        return listings.stream()
                .filter(listing -> listing.weight() > 0)
                .max((one, other) -> Integer.compare(one.weight(), other.weight()));
    }
}
