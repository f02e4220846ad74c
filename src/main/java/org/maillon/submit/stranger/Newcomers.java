package org.maillon.submit.stranger;

import java.net.InetAddress;

/** Who is to wait for our greeting, and show that it can: strangers from networks of which we know nothing good. */
public final class Newcomers {
    private final Strangers strangers;
    private final Acquaintances acquaintances;

    public Newcomers(Strangers strangers, Acquaintances acquaintances) {
        this.strangers = strangers;
        this.acquaintances = acquaintances;
    }

    public boolean include(InetAddress address) {
        return strangers.include(address) && !acquaintances.knowsNetwork(address);
    }
}
