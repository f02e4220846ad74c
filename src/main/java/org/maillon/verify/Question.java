package org.maillon.verify;

import java.util.Optional;
import org.maillon.wire.address.Address;

/**
 * Asked of the server that would take the mail.
 *
 * @param madeUp a name of the same domain that nobody bears: to be asked about too where the server says yes, and it is
 *     not known yet whether it says yes to every name
 */
public record Question(Address address, Purpose purpose, Optional<Address> madeUp) {}
