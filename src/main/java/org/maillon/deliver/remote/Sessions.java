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
    private final PlainOnly plain;

    Sessions(Dialer dialer, HostNames names, RemotePolicy policy, SessionPool pool, PlainOnly plain) {
        this.dialer = dialer;
        this.names = names;
        this.policy = policy;
        this.pool = pool;
        this.plain = plain;
    }

    Opening open(Approach approach, Watch watch) {
        Optional<PeerSession> idle = pool.take(approach.key());
        if (idle.isEmpty()) {
            return dial(approach, watch);
        } else if (!idle.get().takesAnother()) { // it has grown too old meanwhile
            idle.get().quit();
            return dial(approach, watch);
        }
        idle.get().reuse(watch);
        return new Opening.Ready(idle.get());
    }

    /** On a new connection; where TLS breaks it and need not be, on one more without (RFC 7435 §3). */
    Opening dial(Approach approach, Watch watch) {
        boolean tries = approach.terms().isRequired() || !plain.has(approach.hop());
        Opening opening = dial(approach, watch, tries);
        if (!(opening instanceof Opening.TlsBroke(HopTrouble trouble))) {
            return opening;
        } else if (approach.terms().isRequired()) {
            return new Opening.NoUse(trouble);
        }
        plain.add(approach.hop());
        return dial(approach, watch, false);
    }

    private Opening dial(Approach approach, Watch watch, boolean tries) {
        SessionKey key = approach.key();
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
        return greet(session, new Greeter(ourNames(key), approach, tries));
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

    private static Opening greet(PeerSession session, Greeter greeter) {
        Opening opening;
        try {
            opening = greeter.greet(session);
        } catch (PeerLostException e) {
            session.close();
            return new Opening.NoUse(HopTrouble.lost(session.hop(), Kind.DOWN, e));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        switch (opening) {
            case Opening.Ready _ -> {}
            case Opening.NoUse _ -> session.quit();
            case Opening.TlsBroke _ -> session.close(); // nobody knows what it would take for a QUIT
        }
        return opening;
    }

    private static Opening unreached(SessionKey key, String what) {
        Reply reply = Reply.of(451, "4.4.1", "The next server does not answer");
        return new Opening.NoUse(new HopTrouble(key.hop(), Kind.DOWN, reply, false, what));
    }

    /** The same, with no more patience than this for a connection. */
    Sessions connectingWithin(Duration most) {
        return new Sessions(dialer, names, policy.connectingWithin(most), pool, plain);
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
