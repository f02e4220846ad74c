package org.maillon.deliver.remote;

import org.maillon.hosting.id.ServerId;
import org.maillon.route.Hop;

/** What a session may be reused for: the same peer, under the same name of our own. */
record SessionKey(ServerId server, Hop hop) {}
