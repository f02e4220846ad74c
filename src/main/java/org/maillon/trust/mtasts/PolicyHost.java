package org.maillon.trust.mtasts;

import org.maillon.kernel.Bytes;

/** Fetches policy files: the seam between what a policy says and how it comes. */
public interface PolicyHost {
    /** The file of a domain (RFC 8461 §3.3). Blocks, within bounds of its own. */
    Fetched fetch(String domain);

    /** What came. */
    sealed interface Fetched {
        record File(Bytes octets) implements Fetched {}

        /** Nothing that could be a policy: no server, no such file, a redirect, another media type, too long, too late. */
        record NotServed(String why) implements Fetched {}

        /** A server whose certificate is not that of the policy host. */
        record NotTrusted(String why) implements Fetched {}
    }
}
