package org.maillon.app.wiring;

import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Directory;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;

/** Every domain belongs to a tenant and every message goes through a server, from the first one on. */
final class Defaults {
    private Defaults() {}

    static void make(Directory directory) {
        if (directory.server(ServerId.DEFAULT).isEmpty()) {
            var _ = directory.addServer(ServerId.DEFAULT, List.of(), Optional.empty());
        }
        if (directory.tenant(TenantId.DEFAULT).isEmpty()) {
            var _ = directory.addTenant(TenantId.DEFAULT, "Default", ServerId.DEFAULT);
        }
    }
}
