package org.maillon.deliver.remote;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.kernel.Durations;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Dialer;
import org.maillon.route.Hop;
import org.maillon.wire.smtp.Reply;

/** Goes to a server: over a session that lies idle, or a new connection. */
final class Sessions {
    private final Dialer dialer;
    private final HostNames names;
    private final RemotePolicy policy;
    private final SessionPool pool;

    Sessions(Dialer dialer, HostNames names, RemotePolicy policy, SessionPool pool) {
        this.dialer = dialer;
        this.names = names;
        this.policy = policy;
        this.pool = pool;
    }

    /** @param byMx whether a peer of our own name is a loop */
    Opening open(SessionKey key, Watch watch, boolean byMx) {
        Optional<PeerSession> idle = pool.take(key);
        if (idle.isEmpty()) {
            return dial(key, watch, byMx);
        } else if (!idle.get().takesAnother()) { // it has grown too old meanwhile
            idle.get().quit();
            return dial(key, watch, byMx);
        }
        idle.get().reuse(watch);
        return new Opening.Ready(idle.get());
    }

    Opening dial(SessionKey key, Watch watch, boolean byMx) {
        PeerSession session;
        try {
            Watch patience = watch.within(policy.timeouts().connect());
            session = session(key, connect(key.hop(), patience.left()), watch);
        } catch (SocketTimeoutException _) {
            String time = Durations.format(watch.patience(policy.timeouts().connect()));
            return unreached(key, "did not take a connection within " + time);
        } catch (BindException e) {
            return unreached(key, "could not be called: this machine cannot send from there (" + e.getMessage() + ")");
        } catch (IOException e) {
            return unreached(key, "could not be reached (" + e.getMessage() + ")");
        }
        return greet(session, ourNames(key), byMx);
    }

    private PeerSession session(SessionKey key, Connection connection, Watch watch) {
        try {
            return new PeerSession(key, connection, policy, watch);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(Hop hop, Duration patience) throws IOException {
        return hop.source().isPresent()
                ? dialer.open(hop.source().get(), hop.address(), patience)
                : dialer.open(hop.address(), patience);
    }

    /** What we call ourselves there first; whoever bears any of them is us. */
    private List<String> ourNames(SessionKey key) {
        String usual = names.of(key.server());
        return key.hop()
                .source()
                .map(source -> names.of(key.server(), source))
                .filter(there -> !there.equals(usual))
                .map(there -> List.of(there, usual))
                .orElse(List.of(usual));
    }

    private static Opening greet(PeerSession session, List<String> ourNames, boolean byMx) {
        Opening opening;
        try {
            opening = Greeter.greet(session, ourNames, byMx);
        } catch (PeerLostException e) {
            session.close();
            return new Opening.NoUse(HopTrouble.lost(session.hop(), Kind.DOWN, e));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        if (opening instanceof Opening.NoUse) {
            session.quit();
        }
        return opening;
    }

    private static Opening unreached(SessionKey key, String what) {
        Reply reply = Reply.of(451, "4.4.1", "The next server does not answer");
        return new Opening.NoUse(new HopTrouble(key.hop(), Kind.DOWN, reply, false, what));
    }

    /** The same, with no more patience than this for a connection. */
    Sessions connectingWithin(Duration most) {
        return new Sessions(dialer, names, policy.connectingWithin(most), pool);
    }

    void giveBack(PeerSession session) {
        pool.give(session);
    }

    /** Ends what is open in it, and lets it lie idle. Blocks as long as for QUIT. */
    void reset(PeerSession session) {
        boolean lies = false;
        try {
            if (session.reset()) {
                pool.give(session);
                lies = true;
            }
        } finally {
            if (!lies) {
                session.close();
            }
        }
    }
}
