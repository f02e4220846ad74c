package org.maillon.web.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.Directory;
import org.maillon.queue.Filter;
import org.maillon.queue.Quarantine;
import org.maillon.queue.QueueId;
import org.maillon.queue.Queued;
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
    private final OneAtATime listings = new OneAtATime();

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
        Optional<Address> from = request.parameter("from").map(text -> address("from", text));
        Optional<Address> to = request.parameter("to").map(text -> address("to", text));
        Optional<QueueId> after = request.parameter("after")
                .map(text -> id(text).orElseThrow(() -> new BadRequestException(400, "'after' is no message's id.")));
        Filter filter = from.map(Filter.ALL::withSender).orElse(Filter.ALL);
        QuarantineListing listing = new QuarantineListing(
                new OwnRecipients(directory, caller), caller instanceof Caller.Operator, limit, to);
        return listings.answer(caller, () -> {
            quarantine.each(filter, after, listing::take);
            return listing.answer();
        });
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

    private static Address address(String name, String text) {
        return Address.parse(text)
                .asOptional()
                .orElseThrow(() -> new BadRequestException(400, "'" + name + "' is no address."));
    }

    private Answer release(Caller caller, String text) {
        return decided(caller, text, "released", (id, numbers) -> quarantine.release(id, numbers, Callers.by(caller)));
    }

    private Answer drop(Caller caller, String text) {
        return decided(caller, text, "dropped", (id, numbers) -> quarantine.drop(id, numbers, Callers.by(caller)));
    }

    /** One that is another's is not there, as far as anybody can tell. Whose it is, is known before anything is locked. */
    private Answer decided(Caller caller, String text, String done, BiPredicate<QueueId, Set<Integer>> work) {
        OwnRecipients own = new OwnRecipients(directory, caller);
        Optional<QueueId> id = id(text);
        Set<Integer> numbers = id.flatMap(quarantine::show).map(own::of).orElse(List.of()).stream()
                .map(Queued.Open::number)
                .collect(Collectors.toUnmodifiableSet());
        if (numbers.isEmpty() && own.isUnclear()) {
            return QuarantineListing.unclear();
        }
        return !numbers.isEmpty() && id.filter(it -> work.test(it, numbers)).isPresent()
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
}
