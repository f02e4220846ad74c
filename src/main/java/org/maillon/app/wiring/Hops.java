package org.maillon.app.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.maillon.app.config.Config;
import org.maillon.route.HopFinder;
import org.maillon.route.Ourselves;

/** Finds the next server, and knows which ones are ourselves. */
final class Hops {
    private Hops() {}

    /** @param listening where our listeners are */
    static HopFinder finder(Maillon office, Set<InetSocketAddress> listening) {
        Config config = office.loaded().config();
        Set<InetSocketAddress> addresses = new HashSet<>(listening);
        for (String address : config.main().publicAddresses()) {
            addresses.add(new InetSocketAddress(
                    InetAddress.ofLiteral(address), config.hops().mxPort()));
        }
        return new HopFinder(
                office.resolver(), new Ourselves(OurHosts.all(office), addresses), office.entropy(), config.hops());
    }
}
