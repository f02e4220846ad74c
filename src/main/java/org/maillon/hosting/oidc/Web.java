package org.maillon.hosting.oidc;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Fetches documents by HTTP. */
@FunctionalInterface
public interface Web {
    /**
     * The body of a 200, following no redirection.
     *
     * @param most octets; of more, an exception
     */
    byte[] get(URI where, Duration timeout, long most) throws IOException;
}
