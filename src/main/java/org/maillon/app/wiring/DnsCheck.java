package org.maillon.app.wiring;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.maillon.dns.DnsResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;

/** Whether DNS answers at all: asked for a name that exists as long as DNS does. */
public final class DnsCheck {
    private static final String NAME = "example.com"; // RFC 6761 §6.5

    private DnsCheck() {}

    public record Answer(boolean good, String says) {}

    public static Answer ask(DnsSettings settings) {
        try (SocketDialer dialer = new SocketDialer()) {
            DnsResolver resolver = new DnsResolver(
                    new SocketDatagrams(), dialer, InstantSource.system(), new SecureRandom(), settings);
            return switch (resolver.mx(NAME)) {
                case Lookup.Found<MxRecord> _, Lookup.NoData<MxRecord> _ -> new Answer(true, "answers");
                case Lookup.NoSuchName<MxRecord> _ ->
                    new Answer(
                            false,
                            "says that there is no " + NAME + ": it does not know the world's names;"
                                    + " mail to other domains needs a routes table or another server in [dns]");
                case Lookup.Failed<MxRecord>(String why) ->
                    new Answer(false, why + "; name a recursive server in [dns] servers");
            };
        } catch (IllegalArgumentException e) {
            return new Answer(false, String.valueOf(e.getMessage()));
        }
    }
}
