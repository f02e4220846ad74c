package org.maillon.hosting;

import org.maillon.wire.sasl.ScramKeys;

/**
 * What somebody was let in by. It is held against the store's rows as they are later on: a password that was changed, or
 * revoked, lets nobody in who was remembered, and nobody go on who is in.
 */
public sealed interface Proof {
    /** The account's own password, as it is kept. */
    record Own(String phc) implements Proof {
        @Override
        public String toString() {
            return "Own[***]";
        }
    }

    /** The SCRAM keys of a password: the account's own, or one made for a program. */
    record Keys(ScramKeys.Pair pair) implements Proof {}

    /** A token's issuer's word: it holds for as long as the account is there. */
    record Elsewhere() implements Proof {}

    /** Another directory's word for a password: it holds until the account has a password of its own here, or a second factor. */
    record Outside() implements Proof {}
}
