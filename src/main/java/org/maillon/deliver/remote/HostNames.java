package org.maillon.deliver.remote;

import org.maillon.hosting.id.ServerId;

/** The name by which a server of ours greets others (RFC 5321 §4.1.1.1): a name that DNS knows. */
public interface HostNames {
    String of(ServerId server);
}
