package org.maillon.submit;

import java.net.InetAddress;
import java.util.List;
import org.maillon.kernel.Network;

/**
 * Those from whom we take mail as their provider: who has logged in, the networks of {@code relay-from}, ourselves. They may send
 * anywhere, and none of what guards us against strangers is asked about them.
 */
public final class Insiders {
    private volatile List<Network> networks;

    public Insiders(SubmitSettings settings) {
        this.networks = networks(settings);
    }

    public boolean include(Client client) {
        Link link = client.link();
        return link.ours() || link.login().isPresent() || include(link.address());
    }

    /** Before anybody can have logged in. */
    public boolean include(InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    void reload(SubmitSettings settings) {
        networks = networks(settings);
    }

    private static List<Network> networks(SubmitSettings settings) {
        return settings.relayFrom().stream().map(Network::parse).toList();
    }
}
