package org.maillon.mailbox;

/** A change of flags: IMAP's {@code FLAGS}, {@code +FLAGS} and {@code -FLAGS} (RFC 9051 §6.4.6). */
public sealed interface FlagEdit {
    record Replace(Flags flags) implements FlagEdit {}

    record Add(Flags flags) implements FlagEdit {}

    record Remove(Flags flags) implements FlagEdit {}

    default Flags apply(Flags before) {
        return switch (this) {
            case Replace(Flags flags) -> flags;
            case Add(Flags flags) -> before.with(flags);
            case Remove(Flags flags) -> before.without(flags);
        };
    }
}
