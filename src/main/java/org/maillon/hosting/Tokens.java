package org.maillon.hosting;

import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.SaslFacts;

/** Those who issue tokens: whose token is this? */
public interface Tokens {
    /** Nobody does. */
    Tokens NONE = new Tokens() {
        @Override
        public Verdict check(Secret token) {
            return new Verdict.Bad("no issuer is set up");
        }

        @Override
        public SaslFacts.BearerHint hint() {
            return SaslFacts.BearerHint.NONE;
        }
    };

    sealed interface Verdict {
        record Good(Address owner) implements Verdict {}

        /** @param why for the log */
        record Bad(String why) implements Verdict {}

        /**
         * The issuer's keys cannot be had.
         *
         * @param why for the log
         */
        record NotNow(String why) implements Verdict {}
    }

    /** May wait for the network, in bounds. */
    Verdict check(Secret token);

    /** What a client whose token is refused is told. */
    SaslFacts.BearerHint hint();
}
