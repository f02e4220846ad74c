package org.maillon.deliver.remote;

import java.net.InetAddress;
import org.maillon.hosting.id.ServerId;

/** The name by which a server of ours greets others (RFC 5321 §4.1.1.1): a name that DNS knows. */
public interface HostNames {
    String of(ServerId server);

    /** Where it calls from {@code source}: the name that leads there and back in DNS, if it is another one. */
    default String of(ServerId server, InetAddress source) {
        return of(server);
    }
}
