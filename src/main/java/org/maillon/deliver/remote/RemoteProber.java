package org.maillon.deliver.remote;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.deliver.tls.Ruling;
import org.maillon.deliver.tls.Terms;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.deliver.tls.TlsWish;
import org.maillon.hosting.id.ServerId;
import org.maillon.queue.QueueId;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.submit.Passages;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.verify.Prober;
import org.maillon.verify.Purpose;
import org.maillon.verify.Question;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.client.CommandWriter;

/**
 * Asks the server that would take the mail, as a delivery would: the same hops, the same sessions, the same greetings.
 * Where a message is about to come, the session that has taken its envelope is kept for it ({@link KeptSessions}).
 */
public final class RemoteProber implements Prober, Passages {
    private final Ways ways;
    private final TlsPolicies safety;
    private final ProbeSettings settings;
    private final InstantSource clock;
    private final Sessions sessions;
    private final ProbeBudget budget;
    private final KeptSessions kept;
    private final ProbeScript script;

    /**
     * @param routes where mail for an address goes
     * @param hops to whom a route leads just now
     */
    public record Ways(Function<Address, Route> routes, Function<Route, NextHops> hops) {}

    /** Sessions, those that are kept among them. */
    record Line(Sessions sessions, KeptSessions kept) {}

    RemoteProber(Ways ways, TlsPolicies safety, ProbeSettings settings, InstantSource clock, Line line) {
        this.ways = ways;
        this.safety = safety;
        this.settings = settings;
        this.clock = clock;
        this.sessions = line.sessions();
        this.budget = new ProbeBudget(settings, clock);
        this.kept = line.kept();
        this.script = new ProbeScript(settings);
    }

    @Override
    public Answer ask(Question question) {
        if (!CommandWriter.isWritable(question.address())) {
            return new Answer.NotAsked("its name holds a control character");
        }
        // before DNS is asked, which is a burden to others too, and may be slow
        Optional<ProbeBudget.Place> place = budget.begin(patience(question));
        if (place.isEmpty() && !hasKept(question)) {
            return new Answer.NotAsked("as many questions as may be are under way");
        }
        boolean isInUse = false;
        try {
            Route route = ways.routes().apply(question.address());
            return switch (ways.hops().apply(route)) {
                case NextHops.Servers(List<Hop> hops) -> {
                    if (hops.isEmpty()) {
                        yield new Answer.NotAsked("its mail goes to no other server");
                    }
                    TlsPolicies.Destination way = way(question, route);
                    Optional<Answer> heard = amongThoseKept(question, hops, way);
                    if (heard.isPresent()) {
                        yield heard.get();
                    }
                    Optional<InetAddress> first =
                            Optional.of(hops.getFirst().address().getAddress());
                    if (place.isEmpty() || !place.get().mayAsk(site(hops), first, patience(question))) {
                        yield tooMuch(site(hops));
                    }
                    isInUse = true; // and given back there
                    yield tryEach(question, hops, way, place.get());
                }
                case NextHops.Nowhere(var _, String why) -> new Answer.NotAsked(why);
                case NextHops.Unknown(var _, String why) -> new Answer.NotAsked(why);
            };
        } finally {
            if (!isInUse) {
                place.ifPresent(ProbeBudget.Place::close);
            }
        }
    }

    private TlsPolicies.Destination way(Question question, Route route) {
        boolean requires = question.purpose() instanceof Purpose.Delivery delivery
                && delivery.parameters().requireTls();
        return safety.destination(
                question.address(), route instanceof Route.Mx, requires ? TlsWish.REQUIRED : TlsWish.NONE);
    }

    private static Duration patience(Question question) {
        return question.purpose() instanceof Purpose.Curiosity(boolean waits) && waits
                ? Duration.ofMinutes(2)
                : Duration.ZERO;
    }

    private static String site(List<Hop> hops) {
        return hops.stream().map(Hop::host).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static Answer tooMuch(String server) {
        return new Answer.NotAsked(server + " has been asked as much as is polite, so it was not asked");
    }

    private boolean hasKept(Question question) {
        return question.purpose() instanceof Purpose.Delivery delivery && kept.has(delivery.passage());
    }

    /** Another recipient of a transaction that a server of this site has heard of: in the same session. */
    private Optional<Answer> amongThoseKept(Question question, List<Hop> hops, TlsPolicies.Destination way) {
        if (!(question.purpose() instanceof Purpose.Delivery delivery) || !kept.has(delivery.passage())) {
            return Optional.empty();
        }
        Set<SessionKey> fit = keys(delivery.server(), hops, way);
        Optional<KeptSessions.Kept> found = kept.take(
                delivery.passage(), session -> fit.contains(session.key()) && script.hasRoom(session, question));
        return found.flatMap(one -> {
            if (!one.place().mayAskAgain()) {
                keep(question, one.session(), one.place());
                return Optional.of(tooMuch(one.session().hop().host()));
            }
            return heard(question, one);
        });
    }

    /** Of the servers that a question would try: what is asked of TLS there. */
    private Set<SessionKey> keys(ServerId server, List<Hop> hops, TlsPolicies.Destination way) {
        Set<SessionKey> keys = new HashSet<>();
        for (Hop hop : hops.subList(0, Math.min(hops.size(), settings.servers()))) {
            if (way.of(hop) instanceof Ruling.Go(Terms terms)) {
                keys.add(new SessionKey(server, hop, terms.demand()));
            }
        }
        return keys;
    }

    private Watch watch() {
        return Watch.over(clock, settings.whole(), settings.reply());
    }

    private Answer tryEach(Question question, List<Hop> hops, TlsPolicies.Destination way, ProbeBudget.Place place) {
        List<String> troubles = new ArrayList<>(2);
        Watch watch = watch();
        boolean answered = false;
        boolean wasPolite = false;
        try {
            for (Hop hop : hops.subList(0, Math.min(hops.size(), settings.servers()))) {
                if (watch.isOver()) {
                    break;
                }
                if (!place.mayVisit(hop.address().getAddress())) {
                    wasPolite = true;
                    continue;
                }
                switch (visit(question, way.of(hop), hop, new Time(watch, place))) {
                    case Visit.Answered(Answer answer) -> {
                        answered = true; // the place went with the session
                        return answer;
                    }
                    case Visit.InVain(HopTrouble trouble) -> {
                        if (trouble.kind() == Kind.OURSELVES) {
                            return new Answer.NotAsked(trouble.toString());
                        }
                        troubles.add(trouble.toString());
                    }
                }
            }
            return wasPolite ? tooMuch(site(hops)) : new Answer.Unreachable(String.join("; ", troubles));
        } finally {
            if (!answered) {
                place.close();
            }
        }
    }

    private sealed interface Visit {
        record Answered(Answer answer) implements Visit {}

        record InVain(HopTrouble trouble) implements Visit {}
    }

    /** Over an idle session first: one that has died while it lay idle is no trouble. */
    private Visit visit(Question question, Ruling ruling, Hop hop, Time time) {
        return switch (ruling) {
            // byMx: a peer of our own name is ourselves, whatever led there; asking it would go in circles
            case Ruling.Go(Terms terms) -> visit(question, new Approach(server(question), hop, terms, true), time);
            case Ruling.Stop stop -> new Visit.InVain(HopTrouble.unsafe(hop, stop));
        };
    }

    private record Time(Watch watch, ProbeBudget.Place place) {}

    private Visit visit(Question question, Approach approach, Time time) {
        boolean anew = false;
        while (true) {
            Opening opening = anew ? sessions.dial(approach, time.watch()) : sessions.open(approach, time.watch());
            switch (opening) {
                case Opening.TlsBroke(HopTrouble trouble) -> {
                    return new Visit.InVain(trouble);
                }
                case Opening.NoUse(HopTrouble trouble) -> {
                    return new Visit.InVain(trouble);
                }
                case Opening.Ready(PeerSession session) -> {
                    Visit visit = over(session, question, time.place());
                    if (visit instanceof Visit.Answered || !session.isUntried()) {
                        return visit;
                    }
                    anew = true;
                }
            }
        }
    }

    /** Closes the session where there is no answer, also where that is by an error of ours. */
    private Visit over(PeerSession session, Question question, ProbeBudget.Place place) {
        boolean handed = false;
        try {
            ProbeScript.Outcome heard = script.play(session, question);
            if (heard instanceof ProbeScript.Lost(HopTrouble trouble)) {
                return new Visit.InVain(trouble);
            }
            Visit answered = new Visit.Answered(ending(question, session, place, heard));
            handed = true;
            return answered;
        } finally {
            if (!handed) {
                session.close();
            }
        }
    }

    /** Empty where that session has died: another one is asked. */
    private Optional<Answer> heard(Question question, KeptSessions.Kept one) {
        boolean handed = false;
        try {
            one.session().reuse(watch());
            if (over(one.session(), question, one.place()) instanceof Visit.Answered(Answer answer)) {
                handed = true;
                return Optional.of(answer);
            }
            return Optional.empty();
        } finally {
            if (!handed) {
                one.session().close();
                one.place().close();
            }
        }
    }

    /** The session is kept for its message, or lies idle, or is closed. */
    private Answer ending(Question question, PeerSession session, ProbeBudget.Place place, ProbeScript.Outcome heard) {
        if (question.madeUp().isPresent()
                && heard instanceof ProbeScript.Answered(Answer.Said said)
                && said.reply().code() / 100 == 2) {
            place.hasAskedMore(); // of the name that nobody bears
        }
        keep(question, session, place);
        return switch (heard) {
            case ProbeScript.Answered(Answer answer) -> answer;
            case ProbeScript.Lost(HopTrouble trouble) -> new Answer.Unreachable(trouble.toString());
        };
    }

    private void keep(Question question, PeerSession session, ProbeBudget.Place place) {
        boolean isKept = session.hasHeardRecipients()
                && question.purpose() instanceof Purpose.Delivery(Passage passage, var _, var _, var _, var _)
                && kept.keep(passage, session, place);
        if (!isKept) {
            leave(question, session, place);
        }
    }

    /** A client at RCPT does not wait for it; who asks about many names does, and uses the session again. */
    private void leave(Question question, PeerSession session, ProbeBudget.Place place) {
        switch (question.purpose()) {
            case Purpose.Delivery _ -> letGo(session, place);
            case Purpose.Curiosity _ -> {
                try (place) {
                    sessions.reset(session);
                }
            }
        }
    }

    private void letGo(PeerSession session, ProbeBudget.Place place) {
        Thread.startVirtualThread(() -> {
            try (place) {
                sessions.reset(session);
            }
        });
    }

    private static ServerId server(Question question) {
        return switch (question.purpose()) {
            case Purpose.Delivery delivery -> delivery.server();
            case Purpose.Curiosity _ -> ServerId.DEFAULT;
        };
    }

    @Override
    public void becomes(Passage passage, QueueId message) {
        kept.becomes(passage, message);
    }

    /** Lets those go whose message has not come; call it about once a second. */
    public void sweep() {
        kept.removeLate().forEach(late -> letGo(late.session(), late.place()));
        budget.sweep();
    }

    /** How many sessions wait for a body. */
    public int keptSessions() {
        return kept.size();
    }
}
