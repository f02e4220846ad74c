package org.maillon.serve.smtp;

import java.util.Optional;
import org.maillon.submit.Login;

/**
 * Who the client is, as far as it has proved it.
 *
 * @param failures log-ins that failed so far
 */
record Access(LogInOffer offer, Optional<Login> login, int failures) {
    static Access first(LogInOffer offer) {
        return new Access(offer, Optional.empty(), 0);
    }

    /** Nobody is logged in any more; what failed is not forgotten. */
    Access offering(LogInOffer other) {
        return new Access(other, Optional.empty(), failures);
    }

    Access failed() {
        return new Access(offer, login, failures + 1);
    }

    Access as(Login who) {
        return new Access(offer, Optional.of(who), failures);
    }

    boolean mayMail() {
        return !offer.required() || login.isPresent();
    }
}
