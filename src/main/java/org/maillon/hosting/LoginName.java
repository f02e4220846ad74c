package org.maillon.hosting;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;

/** What people type at a log-in prompt: an account's address. */
final class LoginName {
    private LoginName() {}

    static Optional<Address> parse(String login) {
        if (login.length() > Addresses.LONGEST_PATH) {
            return Optional.empty();
        }
        byte[] text = login.getBytes(StandardCharsets.UTF_8);
        return Addresses.mailbox(text, 0, text.length).asOptional();
    }
}
