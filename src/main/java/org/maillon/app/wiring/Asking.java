package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.maillon.dns.CachingResolver;
import org.maillon.dns.DnsResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.dns.Resolver;
import org.maillon.kernel.net.Dialer;
import org.maillon.kernel.net.SocketDatagrams;

/** Who asks DNS for all of us, and remembers. */
final class Asking {
    private Asking() {}

    static Resolver resolver(
            DnsSettings settings, Dialer dialer, InstantSource clock, InstantSource steady, RandomGenerator entropy) {
        DnsResolver asking =
                new DnsResolver(new SocketDatagrams(), dialer, steady, entropy, settings).withTimeOfDay(clock);
        return new CachingResolver(asking, steady, settings);
    }
}
