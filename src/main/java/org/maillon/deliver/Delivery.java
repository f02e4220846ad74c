package org.maillon.deliver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.maillon.deliver.remote.Errand;
import org.maillon.deliver.remote.RemoteDelivery;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries an attempt out, whichever way its recipients go. */
public final class Delivery implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Reply FAULT = Reply.of(451, "4.3.0", "A fault of ours; it will be tried again");

    private final Function<Address, Route> routes;
    private final Roads roads;
    private final MailboxDelivery local;
    private final RemoteDelivery remote;
    private final ForwardedSender forwarded;

    /** @param routes the route table */
    public Delivery(Function<Address, Route> routes, Roads roads, MailboxDelivery local, RemoteDelivery remote) {
        this(routes, roads, local, remote, ForwardedSender.AS_IT_CAME);
    }

    public Delivery(
            Function<Address, Route> routes,
            Roads roads,
            MailboxDelivery local,
            RemoteDelivery remote,
            ForwardedSender forwarded) {
        this.routes = routes;
        this.roads = roads;
        this.local = local;
        this.remote = remote;
        this.forwarded = forwarded;
    }

    @Override
    public List<Result> carry(Attempt attempt, Content content) {
        Map<Integer, Result> results = new TreeMap<>();
        Map<Way, List<Integer>> groups = byWay(attempt);
        groups.forEach((way, recipients) -> {
            List<Result> some = carried(attempt, way, recipients, content);
            boolean foreign = groups.size() > 1
                    && some.stream().anyMatch(Delivery::saysDown)
                    && !isOfItsSite(attempt, recipients);
            for (int i = 0; i < some.size(); i++) {
                results.put(recipients.get(i), foreign ? ofAnotherSite(some.get(i)) : some.get(i));
            }
        });
        return attempt.recipients().stream().map(results::get).toList();
    }

    private static boolean saysDown(Result result) {
        return result instanceof Result.Deferred(var failure) && failure.destinationDown();
    }

    private boolean isOfItsSite(Attempt attempt, List<Integer> recipients) {
        Destination its = attempt.destination();
        return recipients.stream()
                .map(number -> attempt.envelope().recipients().get(number).destination())
                .distinct()
                .anyMatch(one -> one.equals(its) || roads.site(one).equals(roads.site(its)));
    }

    /** It was to be tried along, and its DNS has changed since: the attempt's own site is not the one that is down. */
    private static Result ofAnotherSite(Result result) {
        return saysDown(result) && result instanceof Result.Deferred(var failure)
                ? new Result.Deferred(
                        new Result.Failure(failure.reply(), failure.remote(), failure.why(), false, failure.tried()))
                : result;
    }

    @Override
    public String site(Destination destination) {
        return roads.site(destination);
    }

    @Override
    public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
        return local.arrived(id, number, recipient);
    }

    /**
     * @param safety what settings ask of it
     * @param sender in whose name it goes there
     */
    private record Way(Route route, String safety, ReversePath sender) {}

    private Map<Way, List<Integer>> byWay(Attempt attempt) {
        Map<Way, List<Integer>> groups = new LinkedHashMap<>();
        for (int recipient : attempt.recipients()) {
            Address address = address(attempt, recipient);
            Route route = routes.apply(address);
            groups.computeIfAbsent(
                            new Way(route, roads.safety(address), sender(attempt.envelope(), recipient, route)),
                            _ -> new ArrayList<>())
                    .add(recipient);
        }
        return groups.size() == 1 ? groups : together(attempt, groups);
    }

    /** Of recipients that an alias or a forward led to, the sender may be another; to those he named himself he stays. */
    private ReversePath sender(Envelope envelope, int number, Route route) {
        Recipient recipient = envelope.recipients().get(number);
        return recipient.depth() == 0 || route instanceof Route.Local
                ? envelope.sender()
                : forwarded.of(envelope, recipient);
    }

    private static Address address(Attempt attempt, int recipient) {
        return attempt.envelope().recipients().get(recipient).address();
    }

    private record Together(String company, String safety, ReversePath sender) {}

    /**
     * Domains with the same servers in the same order, the same asked of the way there and the same sender go as one:
     * recipients of both in one transaction.
     */
    private Map<Way, List<Integer>> together(Attempt attempt, Map<Way, List<Integer>> groups) {
        Map<Together, Way> first = new HashMap<>();
        Map<Way, List<Integer>> joined = new LinkedHashMap<>();
        groups.forEach((way, recipients) -> {
            Way with = roads.company(way.route())
                    .map(company -> new Together(
                            company, roads.wholeSafety(address(attempt, recipients.getFirst())), way.sender()))
                    .map(company -> first.computeIfAbsent(company, _ -> way))
                    .orElse(way);
            joined.computeIfAbsent(with, _ -> new ArrayList<>()).addAll(recipients);
        });
        return joined;
    }

    private List<Result> carried(Attempt attempt, Way way, List<Integer> recipients, Content content) {
        return switch (way.route()) {
            case Route.Local() ->
                recipients.stream()
                        .map(one -> intoMailbox(attempt, one, content))
                        .toList();
            case Route.Discard() -> forAll(recipients, discarded());
            case Route.Mx _, Route.Via _ -> toOtherServers(attempt, way, recipients, content);
        };
    }

    private Result intoMailbox(Attempt attempt, int recipient, Content content) {
        try {
            return local.deliver(attempt, recipient, content);
        } catch (RuntimeException e) { // the store is full or broken, or a bug: no reason to forget the others' results
            LOG.error("{}: local delivery to recipient {} failed", attempt.id(), recipient, e);
            return fault(e);
        }
    }

    private static Result discarded() {
        Reply reply = Reply.of(250, "2.0.0", "Discarded, as its route says");
        return new Result.Delivered("discarded by route", reply, false, false);
    }

    private List<Result> toOtherServers(Attempt attempt, Way way, List<Integer> recipients, Content content) {
        return switch (roads.hops(way.route())) {
            case NextHops.Servers(var servers) ->
                remote.deliver(
                        new Errand(
                                attempt.envelope().from(way.sender()), recipients, content, Optional.of(attempt.id())),
                        servers,
                        way.route() instanceof Route.Mx);
            case NextHops.Nowhere(Reply reply, String why) ->
                forAll(recipients, new Result.Failed(new Result.Failure(reply, Optional.empty(), why, false)));
            case NextHops.Unknown(Reply reply, String why) ->
                forAll(recipients, new Result.Deferred(new Result.Failure(reply, Optional.empty(), why, true)));
        };
    }

    private static List<Result> forAll(List<Integer> recipients, Result result) {
        return recipients.stream().map(_ -> result).toList();
    }

    private static Result fault(RuntimeException e) {
        String why = "A fault of ours stopped the delivery: " + e.getMessage();
        return new Result.Deferred(new Result.Failure(FAULT, Optional.empty(), why, false));
    }
}
