package org.maillon.deliver.remote;

import org.maillon.deliver.tls.Demand;
import org.maillon.hosting.id.ServerId;
import org.maillon.route.Hop;

/** What a session may be reused for: the same peer, under the same name of our own, where no more and no less is asked of TLS. */
record SessionKey(ServerId server, Hop hop, Demand demand) {}
