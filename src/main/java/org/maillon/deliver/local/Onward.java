package org.maillon.deliver.local;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.OriginalRecipient;
import org.maillon.wire.smtp.RcptParameters;

/** What a sender asked for, for those behind an alias or a forward: RFC 3461 §5.2.7. */
final class Onward {
    private Onward() {}

    /**
     * It goes on with the message (§5.2.7.2); where it goes on to several, success is told once, of the alias (§5.2.7.3 c).
     * Without an ORCPT the address that the sender wrote becomes one, so that notices name it (§5.2.1 d).
     */
    static RcptParameters parameters(RcptParameters given, Address alias, boolean several) {
        Optional<String> original = given.original().or(() -> Optional.of(OriginalRecipient.of(alias)));
        Optional<Set<Notify>> notifying = several ? given.notifying().map(Onward::withoutSuccess) : given.notifying();
        return new RcptParameters(notifying, original);
    }

    /** Who asked for nothing but success is to hear of nothing else (§4.1). */
    private static Set<Notify> withoutSuccess(Set<Notify> asked) {
        Set<Notify> left =
                asked.stream().filter(what -> what != Notify.SUCCESS).collect(Collectors.toUnmodifiableSet());
        return left.isEmpty() ? Set.of(Notify.NEVER) : left;
    }
}
