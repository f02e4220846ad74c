package org.maillon.web.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.hosting.Account;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Resolution;
import org.maillon.queue.Filter;
import org.maillon.queue.Quarantine;
import org.maillon.queue.Quarantined;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.submit.limits.AccountLimits;
import org.maillon.web.http.Answer;
import org.maillon.web.http.BadRequestException;
import org.maillon.web.http.Method;
import org.maillon.web.http.Request;
import org.maillon.web.http.Resource;
import org.maillon.wire.address.Address;

/**
 * Messages that are kept back. An operator's key sees and decides all of them; an account holder those that are kept back from
 * it, and of those only its own part: who else gets one is not told, and not touched.
 */
public final class QuarantineApi {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final Callers callers;
    private final Directory directory;
    private final Quarantine quarantine;

    public QuarantineApi(Callers callers, Directory directory, Quarantine quarantine) {
        this.callers = callers;
        this.directory = directory;
        this.quarantine = quarantine;
    }

    public List<Resource> resources() {
        return List.of(
                Resource.at("/api/v1/quarantine")
                        .on(Method.GET, everybody((caller, request, _) -> list(caller, request))),
                Resource.at("/api/v1/quarantine/{}")
                        .on(Method.DELETE, everybody((caller, _, parameters) -> drop(caller, parameters.getFirst()))),
                Resource.at("/api/v1/quarantine/{}/release")
                        .on(Method.POST, everybody((caller, _, parameters) -> release(caller, parameters.getFirst()))));
    }

    private Resource.Handler everybody(Callers.Work work) {
        return callers.everybody(ApiKey.Scope.QUARANTINE, work);
    }

    private Answer list(Caller caller, Request request) {
        int limit = request.parameter("limit").map(QuarantineApi::limit).orElse(USUAL);
        Filter filter = filter(request);
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Quarantined one : quarantine.list(filter, caller instanceof Caller.Operator ? limit : Integer.MAX_VALUE)) {
            if (messages.size() < limit && concerns(caller, one)) {
                messages.add(tree(caller, one));
            }
        }
        return Answer.json(Map.of("messages", messages));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new BadRequestException(400, "'limit' is a number from 1 to " + MOST + ".");
    }

    private static Filter filter(Request request) {
        Filter filter = Filter.ALL;
        Optional<Address> from = request.parameter("from").map(text -> address("from", text));
        Optional<Address> to = request.parameter("to").map(text -> address("to", text));
        filter = from.map(filter::withSender).orElse(filter);
        return to.map(filter::withRecipient).orElse(filter);
    }

    private static Address address(String name, String text) {
        return Address.parse(text)
                .asOptional()
                .orElseThrow(() -> new BadRequestException(400, "'" + name + "' is no address."));
    }

    private Answer release(Caller caller, String text) {
        return decided(caller, text, "released", id -> quarantine.release(id, whose(caller), Callers.by(caller)));
    }

    private Answer drop(Caller caller, String text) {
        return decided(caller, text, "dropped", id -> quarantine.drop(id, whose(caller), Callers.by(caller)));
    }

    /** One that is another's is not there, as far as anybody can tell. */
    private Answer decided(Caller caller, String text, String done, Predicate<QueueId> work) {
        Optional<QueueId> id = id(text).filter(it ->
                quarantine.show(it).filter(one -> concerns(caller, one)).isPresent());
        return id.filter(work).isPresent()
                ? Answer.json(Map.of(done, text))
                : Answer.problem(
                        404,
                        "No such message is kept back from you, or not any more. GET /api/v1/quarantine lists them.");
    }

    private static Optional<QueueId> id(String text) {
        try {
            return Optional.of(QueueId.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What is held because its sender may be a thief is for the operator to decide, not for those it writes to. */
    private boolean concerns(Caller caller, Quarantined one) {
        return switch (caller) {
            case Caller.Operator _ -> true;
            case Caller.Holder _ ->
                !AccountLimits.holds(one)
                        && Quarantine.heldOf(one.message()).stream().anyMatch(whose(caller));
        };
    }

    private Predicate<Recipient> whose(Caller caller) {
        return switch (caller) {
            case Caller.Operator _ -> _ -> true;
            case Caller.Holder(Account account) -> recipient -> leadsTo(recipient.address(), account, 1);
        };
    }

    /** To that account and nobody else: directly, or by an alias for it alone. */
    private boolean leadsTo(Address address, Account account, int aliases) {
        return switch (directory.resolve(address)) {
            case Resolution.ToAccount(Account found, var _) -> found.id().equals(account.id());
            case Resolution.ToAddresses(var _, List<Address> targets, var _) ->
                aliases > 0 && targets.size() == 1 && leadsTo(targets.getFirst(), account, aliases - 1);
            case Resolution.NotOurs _, Resolution.NoSuchMailbox _ -> false;
        };
    }

    private Map<String, Object> tree(Caller caller, Quarantined one) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", one.message().id().toString());
        tree.put("since", one.since().toString());
        tree.put("why", one.why());
        tree.put("from", one.message().envelope().sender().toString());
        tree.put(
                "to",
                Quarantine.heldOf(one.message()).stream()
                        .filter(whose(caller))
                        .map(recipient -> recipient.address().toString())
                        .toList());
        if (caller instanceof Caller.Operator) {
            tree.put("origin", one.message().envelope().origin());
        }
        tree.put("size", one.message().size());
        return tree;
    }
}
