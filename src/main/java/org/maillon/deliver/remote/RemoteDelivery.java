package org.maillon.deliver.remote;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.maillon.deliver.tls.Ruling;
import org.maillon.deliver.tls.Terms;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.deliver.tls.TlsReplies;
import org.maillon.deliver.tls.TlsWish;
import org.maillon.kernel.net.Dialer;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to other servers. Any thread may deliver; each delivery blocks its own. Call {@link #sweep} about once
 * a second: it says good-bye to sessions that lie idle.
 */
public final class RemoteDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDelivery.class);

    private final RemotePolicy policy;
    private final TlsPolicies safety;
    private final InstantSource clock;
    private final SessionPool pool;
    private final Sessions sessions;
    private final Conversation conversation;
    private final Unreached unreached;
    private Optional<KeptSessions> kept = Optional.empty();

    /** TLS where it can be had, whatever destinations publish. */
    public RemoteDelivery(Dialer dialer, HostNames names, InstantSource clock, RemotePolicy policy) {
        this(dialer, names, clock, policy, TlsPolicies.opportunistic(clock));
    }

    public RemoteDelivery(
            Dialer dialer, HostNames names, InstantSource clock, RemotePolicy policy, TlsPolicies safety) {
        this.safety = safety;
        this.policy = policy;
        this.clock = clock;
        this.pool = new SessionPool(policy.reuse(), clock);
        this.sessions = new Sessions(dialer, names, policy, pool, new PlainOnly(policy.tls(), clock));
        this.unreached = new Unreached(policy.settings(), clock);
        this.conversation = new Conversation(policy.settings(), sessions);
    }

    /**
     * One who asks servers about their mailboxes over the same sessions. Those it keeps for a message are used for it:
     * call this before the first {@link #deliver}.
     */
    public RemoteProber prober(RemoteProber.Ways ways, ProbeSettings settings) {
        KeptSessions keeping = new KeptSessions(settings, clock);
        kept = Optional.of(keeping);
        return new RemoteProber(
                ways,
                safety,
                settings,
                clock,
                new RemoteProber.Line(sessions.connectingWithin(settings.connect()), keeping));
    }

    /**
     * Tries the hops in their order until each recipient has its answer.
     *
     * @param byMx whether DNS named the hops (RFC 5321 §5.1): then a server that bears our name is a loop
     * @return one result per recipient, in the errand's order
     */
    public List<Result> deliver(Errand errand, List<Hop> hops, boolean byMx) {
        Outcomes outcomes = new Outcomes(errand.recipients().size());
        Watch watch = Watch.over(clock, policy.timeouts().attempt());
        Journey journey = new Journey(errand, outcomes, watch, byMx);
        outcomes.settle(journey.pending(), travel(journey, hops));
        return outcomes.inOrder();
    }

    /** What it means for those to whom no server gave an answer. A fault of ours costs nobody the answer already given. */
    private Result travel(Journey journey, List<Hop> hops) {
        try {
            return tryEach(journey, keptFirst(journey, hops)).verdict();
        } catch (RuntimeException e) { // the store cannot be read, or a bug
            LOG.error("delivery to {} failed", hops, e);
            Reply reply = Reply.of(451, "4.3.0", "A fault of ours; it will be tried again");
            String why = "A fault of ours stopped the delivery: " + e.getMessage();
            return new Result.Deferred(new Result.Failure(reply, Optional.empty(), why, false));
        }
    }

    private Troubles tryEach(Journey journey, List<Hop> hops) {
        Troubles troubles = new Troubles();
        TlsPolicies.Destination way = way(journey);
        Iterator<Hop> next = unreached.last(hops).iterator();
        for (int tried = 0; next.hasNext() && journey.hasPending() && !troubles.metOurselves(); tried++) {
            if (tried == policy.settings().serversPerAttempt()) {
                troubles.stoppedEarly("the other servers wait for the next attempt");
                break;
            } else if (journey.watch().isOver()) {
                troubles.stoppedEarly("no time was left for the other servers");
                break;
            }
            visitSafely(next.next(), way, journey).ifPresent(troubles::add);
        }
        return troubles;
    }

    /** Those who share an attempt share what is asked of TLS: {@code Delivery} sees to it. */
    private TlsPolicies.Destination way(Journey journey) {
        Errand errand = journey.errand();
        return safety.destination(errand.recipient(0).address(), journey.byMx(), errand.wish());
    }

    private Optional<HopTrouble> visitSafely(Hop hop, TlsPolicies.Destination way, Journey journey) {
        return switch (way.of(hop)) {
            case Ruling.Go(Terms terms) ->
                visit(new Approach(journey.errand().envelope().server(), hop, terms, journey.byMx()), journey);
            case Ruling.Stop stop -> Optional.of(HopTrouble.unsafe(hop, stop));
        };
    }

    /**
     * One server, over as many sessions as it takes. A reused session that does not even answer MAIL has died while it
     * lay idle: a new one takes its place, and that is no trouble.
     */
    private Optional<HopTrouble> visit(Approach approach, Journey journey) {
        Hop hop = approach.hop();
        boolean anew = false;
        while (journey.hasPending()) {
            switch (anew ? sessions.dial(approach, journey.watch()) : open(approach, journey)) {
                case Opening.NoUse(HopTrouble trouble) -> {
                    if (trouble.isOutOfReach()) {
                        unreached.add(hop);
                    }
                    return Optional.of(trouble);
                }
                case Opening.TlsBroke(HopTrouble trouble) -> {
                    return Optional.of(trouble);
                }
                case Opening.Ready(PeerSession session) -> {
                    unreached.remove(hop);
                    if (lacksRequireTls(session, journey)) {
                        sessions.giveBack(session);
                        return Optional.of(HopTrouble.unsafe(
                                hop, new Ruling.Stop(TlsReplies.requireTls(), "does not offer REQUIRETLS")));
                    }
                    Optional<HopTrouble> trouble = conversation.carry(session, journey);
                    if (trouble.isPresent() && !session.isUntried()) {
                        return trouble;
                    }
                    anew = trouble.isPresent();
                }
            }
        }
        return Optional.empty();
    }

    /** RFC 8689 §4.2.1: it would hand the message on to anybody. */
    private static boolean lacksRequireTls(PeerSession session, Journey journey) {
        return journey.errand().wish() == TlsWish.REQUIRED
                && !session.extensions().offers(Keyword.REQUIRE_TLS);
    }

    /** The envelope was heard by one of equals: the body goes there. */
    private List<Hop> keptFirst(Journey journey, List<Hop> hops) {
        Optional<Hop> first = journey.errand().id().flatMap(id -> kept.flatMap(sessions -> sessions.hop(id, hops)));
        if (first.isEmpty() || first.get().equals(hops.getFirst())) {
            return hops;
        }
        List<Hop> order = new ArrayList<>(hops);
        order.remove(first.get());
        order.addFirst(first.get());
        return order;
    }

    private Opening open(Approach approach, Journey journey) {
        SessionKey key = approach.key();
        Optional<KeptSessions.Kept> waiting = journey.errand()
                .id()
                .flatMap(id -> kept.flatMap(
                        sessions -> sessions.take(id, session -> session.key().equals(key))));
        return waiting.<Opening>map(one -> {
                    one.place().close();
                    one.session().reuse(journey.watch());
                    return new Opening.Ready(one.session());
                })
                .orElseGet(() -> sessions.open(approach, journey.watch()));
    }

    /** Says QUIT on sessions that have lain idle too long. */
    public void sweep() {
        pool.sweep();
    }

    /** How many sessions lie idle. */
    public int idleSessions() {
        return pool.size();
    }

    /** Says QUIT on all sessions that lie idle or are kept; those in use end with their message. */
    @Override
    public void close() {
        kept.ifPresent(sessions -> sessions.close().forEach(one -> pool.give(one.session())));
        pool.close();
    }
}
