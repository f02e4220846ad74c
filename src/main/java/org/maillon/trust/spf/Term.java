package org.maillon.trust.spf;

import java.util.Optional;

/** What a record consists of besides its modifiers. */
record Term(SpfResult qualifier, Mechanism mechanism, String text) {
    /** Prefix lengths for each kind of address. RFC 7208 §5.6. */
    record DualCidr(int four, int six) {
        static final DualCidr WHOLE = new DualCidr(32, 128);
    }

    /** RFC 7208 §5. An empty target is the domain itself. */
    sealed interface Mechanism {
        record All() implements Mechanism {}

        record Include(MacroString target) implements Mechanism {}

        record A(Optional<MacroString> target, DualCidr cidr) implements Mechanism {}

        record Mx(Optional<MacroString> target, DualCidr cidr) implements Mechanism {}

        record Ptr(Optional<MacroString> target) implements Mechanism {}

        record Ip(AddressRange range) implements Mechanism {}

        record Exists(MacroString target) implements Mechanism {}
    }
}
