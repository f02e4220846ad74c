package org.maillon.deliver.remote;

import org.maillon.deliver.tls.Terms;
import org.maillon.hosting.id.ServerId;
import org.maillon.route.Hop;

/**
 * How a server is gone to.
 *
 * @param server in whose name
 * @param terms on which
 * @param byMx whether a peer of our own name is a loop
 */
record Approach(ServerId server, Hop hop, Terms terms, boolean byMx) {
    SessionKey key() {
        return new SessionKey(server, hop, terms.demand());
    }
}
