package org.maillon.hosting;

import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** People that another directory keeps, such as one that speaks LDAP. May wait for the network, in bounds. */
public interface OutsideDirectory {
    /** There is none. */
    OutsideDirectory NONE = new OutsideDirectory() {
        @Override
        public boolean knows(Domain.Name domain) {
            return false;
        }

        @Override
        public Found find(Address address) {
            return new Found.Nobody();
        }

        @Override
        public Found logIn(Address address, Secret password) {
            return new Found.Nobody();
        }
    };

    /** What it says to a question. */
    sealed interface Found {
        /** @param address the person's own, of which the one that was asked for may be another name */
        record Person(Address address) implements Found {}

        record Nobody() implements Found {}

        /**
         * It cannot be asked.
         *
         * @param why for the log
         */
        record NotNow(String why) implements Found {}
    }

    /** Whether people of this domain are looked for there. */
    boolean knows(Domain.Name domain);

    /** May answer from memory. */
    Found find(Address address);

    /** Nobody, as well, where the password is wrong. An empty password is nobody's. */
    Found logIn(Address address, Secret password);

    /** The next {@link #find} asks anew. */
    default void forget(Address address) {}

    /** For a person: who keeps the people of a domain that it knows. */
    default String title(Domain.Name domain) {
        return "another directory";
    }
}
