package org.maillon.serve.pop3;

import java.util.Optional;
import org.maillon.hosting.id.AccountId;

/** Whose password this is: the directory, as far as a session sees it. */
@FunctionalInterface
public interface LogIn {
    Optional<AccountId> authenticate(String name, byte[] password);
}
