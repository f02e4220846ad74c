package org.maillon.verify;

import org.maillon.wire.address.Address;

/** Who can say whether an address exists: the port through which verification asks the route table. */
public interface Ways {
    Way of(Address address);

    /** Who decides about an address. */
    sealed interface Way {
        /** It is routed to a mailbox here. */
        record ByDirectory() implements Way {}

        /** It is routed by MX. */
        record ByDns() implements Way {}

        /**
         * It is routed to a configured server, whatever DNS says of the domain.
         *
         * @param via such as {@code smtp://192.0.2.1:25}
         * @param worthAsking whether that server can know the mailbox
         */
        record ByRelay(String via, boolean worthAsking) implements Way {}
    }
}
