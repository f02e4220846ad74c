package org.maillon.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.maillon.dns.Assured.Status;
import org.maillon.dns.Lookup.Failed;
import org.maillon.dns.Lookup.Found;
import org.maillon.dns.Lookup.NoData;
import org.maillon.dns.Lookup.NoSuchName;

/** One answer from two: AAAA and A. */
final class AddressPair {
    private AddressPair() {}

    /** One that gave no answer says nothing of who vouches for the other; a forged one does. */
    static Assured<InetAddress> join(Assured<InetAddress> six, Assured<InetAddress> four) {
        Lookup<InetAddress> lookup = join(six.lookup(), four.lookup());
        Assured<InetAddress> telling = four.lookup() instanceof Found ? four : six;
        return new Assured<>(lookup, worse(six, four), telling.owner());
    }

    private static Status worse(Assured<InetAddress> six, Assured<InetAddress> four) {
        if (six.status() == Status.BOGUS || four.status() == Status.BOGUS) {
            return Status.BOGUS;
        } else if (six.lookup() instanceof Failed) {
            return four.status();
        }
        return four.lookup() instanceof Failed || four.isSecure() ? six.status() : four.status();
    }

    static Lookup<InetAddress> join(Lookup<InetAddress> six, Lookup<InetAddress> four) {
        return switch (six) {
            case Found<InetAddress> found -> withFound(found, four);
            case NoData<InetAddress>(Duration ttl) -> withNothing(ttl, four);
            // RFC 2308 §2.1 makes NXDOMAIN hold for every type; servers that say so for AAAA alone are believed only if
            // A agrees
            case NoSuchName<InetAddress>(Duration ttl) -> four instanceof NoSuchName ? four : withNothing(ttl, four);
            case Failed<InetAddress> failed ->
                four instanceof Found<InetAddress> found ? new Found<>(found.records(), Duration.ZERO) : failed;
        };
    }

    private static Lookup<InetAddress> withFound(Found<InetAddress> six, Lookup<InetAddress> four) {
        return switch (four) {
            case Found<InetAddress> found ->
                new Found<>(
                        Stream.of(six.records(), found.records())
                                .flatMap(List::stream)
                                .toList(),
                        shorter(six.ttl(), found.ttl()));
            case NoData<InetAddress> _, NoSuchName<InetAddress> _ -> six;
            case Failed<InetAddress> _ ->
                new Found<>(six.records(), Duration.ZERO); // half an answer is soon asked again
        };
    }

    private static Lookup<InetAddress> withNothing(Duration ttl, Lookup<InetAddress> four) {
        return switch (four) {
            case Found<InetAddress> found -> found;
            case NoData<InetAddress> nothing -> new NoData<>(shorter(ttl, nothing.ttl()));
            case NoSuchName<InetAddress> nothing -> new NoData<>(shorter(ttl, nothing.ttl()));
            case Failed<InetAddress> failed -> failed;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
