package org.maillon.hosting;

import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** What an account may write in From besides its own addresses. */
public sealed interface Grant {
    record OfAddress(Address address) implements Grant {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Every address of a domain. */
    record OfDomain(Domain.Name domain) implements Grant {
        @Override
        public String toString() {
            return "@" + domain;
        }
    }
}
