package org.maillon.serve.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.kernel.Bytes;

/** Counts who is inside, in all and by address. */
public final class Turnstile {
    private static final int IPV6_SITE = 8; // a /64: one client owns all of its addresses

    private final SessionBounds bounds;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentHashMap<Bytes, Integer> insideByAddress = new ConcurrentHashMap<>();

    public Turnstile(SessionBounds bounds) {
        this.bounds = bounds;
    }

    SessionBounds bounds() {
        return bounds;
    }

    public int inside() {
        return inside.get();
    }

    /** Every true is followed by one {@link #leave}. */
    boolean enter() {
        if (inside.incrementAndGet() <= bounds.maxSessions()) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** Every true is followed by one {@link #leave(InetAddress)}. */
    boolean enter(InetAddress address) {
        int now = insideByAddress.merge(key(address), 1, Integer::sum);
        if (now <= bounds.maxSessionsPerAddress()) {
            return true;
        }
        leave(address);
        return false;
    }

    void leave(InetAddress address) {
        insideByAddress.computeIfPresent(key(address), (_, count) -> count == 1 ? null : count - 1);
    }

    private static Bytes key(InetAddress address) {
        byte[] octets = address.getAddress();
        return Bytes.wrap(address instanceof Inet6Address ? Arrays.copyOf(octets, IPV6_SITE) : octets);
    }
}
