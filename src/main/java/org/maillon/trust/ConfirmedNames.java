package org.maillon.trust;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;

/**
 * The names of an address that lead back to it. Whoever has the address may name any host in its reverse zone; only the
 * host's own zone can say that it is so (RFC 8601 §3, RFC 7208 §5.5).
 *
 * @param names lower case
 * @param failure why something could not be asked; names may be missing then
 * @param unconfirmed a name that the address has and that does not lead back to it, where no other did
 */
public record ConfirmedNames(List<String> names, Optional<String> failure, Optional<String> unconfirmed) {
    public ConfirmedNames {
        names = List.copyOf(names);
    }

    /** Asks DNS a question, or says that there is no time left. */
    public interface Asking {
        <T> Lookup<T> ask(Supplier<Lookup<T>> question);
    }

    /** Only with the resolver's own bound in time. */
    public static final Asking UNBOUNDED = new Asking() {
        @Override
        public <T> Lookup<T> ask(Supplier<Lookup<T>> question) {
            return question.get();
        }
    };

    /** @param most names that are looked at: whoever has the address might publish thousands */
    public static ConfirmedNames of(InetAddress address, Resolver resolver, Asking asking, int most) {
        return switch (asking.ask(() -> resolver.ptr(address))) {
            case Lookup.Failed<String>(String why) -> new ConfirmedNames(List.of(), Optional.of(why), Optional.empty());
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ ->
                new ConfirmedNames(List.of(), Optional.empty(), Optional.empty());
            case Lookup.Found<String>(List<String> names, var _) -> confirm(address, resolver, asking, names, most);
        };
    }

    private static ConfirmedNames confirm(
            InetAddress address, Resolver resolver, Asking asking, List<String> names, int most) {
        List<String> confirmed = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (String name : names.subList(0, Math.min(most, names.size()))) {
            switch (asking.ask(() -> address instanceof Inet4Address ? resolver.a(name) : resolver.aaaa(name))) {
                case Lookup.Found<InetAddress>(List<InetAddress> found, var _) -> {
                    if (found.contains(address)) {
                        confirmed.add(name);
                    }
                }
                case Lookup.Failed<InetAddress>(String why) -> failure = Optional.of(why);
                case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ -> {
                    // says nothing for it
                }
            }
        }
        return new ConfirmedNames(
                confirmed, failure, confirmed.isEmpty() ? names.stream().findFirst() : Optional.empty());
    }
}
