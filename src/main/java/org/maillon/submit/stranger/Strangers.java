package org.maillon.submit.stranger;

import java.net.InetAddress;
import org.maillon.submit.Client;
import org.maillon.submit.Insiders;
import org.maillon.submit.ListenerRole;

/** Who is none of ours. */
public final class Strangers {
    private final Insiders insiders;

    public Strangers(Insiders insiders) {
        this.insiders = insiders;
    }

    /** At the submission port whoever has not logged in is sent away anyhow. */
    boolean include(Client client) {
        return client.link().role() == ListenerRole.MX
                && !client.address().isLoopbackAddress()
                && !insiders.include(client);
    }

    boolean include(InetAddress address) {
        return !address.isLoopbackAddress() && !insiders.include(address);
    }
}
