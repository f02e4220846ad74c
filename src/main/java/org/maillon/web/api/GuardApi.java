package org.maillon.web.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.hosting.Account;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.Block;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Guard;
import org.maillon.kernel.Durations;
import org.maillon.queue.Quarantine;
import org.maillon.submit.limits.AccountLimits;
import org.maillon.submit.limits.LimitSettings;
import org.maillon.submit.limits.Standing;
import org.maillon.web.http.Answer;
import org.maillon.web.http.BadRequestException;
import org.maillon.web.http.Method;
import org.maillon.web.http.Request;
import org.maillon.web.http.Resource;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Parsed;

/** Who is kept out, and what accounts have sent: as {@code maillon block} and {@code maillon account limits|release}. */
public final class GuardApi {
    private final Callers callers;
    private final Ground ground;

    /** What it works on. */
    public record Ground(Guard guard, Directory directory, AccountLimits limits, Quarantine quarantine) {}

    public GuardApi(Callers callers, Ground ground) {
        this.callers = callers;
        this.ground = ground;
    }

    public List<Resource> resources() {
        return List.of(
                Resource.at("/api/v1/blocks")
                        .on(Method.GET, operators((_, _, _) -> list()))
                        .on(Method.POST, operators((_, request, _) -> add(request))),
                Resource.at("/api/v1/blocks/{}")
                        .on(Method.DELETE, operators((_, _, parameters) -> remove(parameters.getFirst()))),
                Resource.at("/api/v1/accounts/{}/limits")
                        .on(Method.GET, operators((_, _, parameters) -> limits(account(parameters.getFirst())))),
                Resource.at("/api/v1/accounts/{}/release")
                        .on(Method.POST, operators((_, _, parameters) -> release(account(parameters.getFirst())))));
    }

    private Resource.Handler operators(Callers.Work work) {
        return callers.operators(ApiKey.Scope.GUARD, work);
    }

    private Answer list() {
        return Answer.json(Map.of(
                "blocks", ground.guard().blocks().stream().map(GuardApi::tree).toList()));
    }

    private Answer add(Request request) {
        Fields fields = Fields.of(request, List.of("whom", "for", "why"));
        String whom = fields.text("whom")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new BadRequestException(400, "'whom' is missing: an IP address or an account."));
        Optional<Duration> length = fields.text("for").map(GuardApi::duration);
        Block block =
                ground.guard().block(whom.strip(), length, fields.text("why").orElse("by an operator"));
        return Answer.json(tree(block)).withStatus(201);
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(400, "'for': " + e.getMessage() + ".");
        }
    }

    private Answer remove(String whom) {
        return ground.guard().unblock(whom)
                ? Answer.json(Map.of("removed", whom))
                : Answer.problem(404, "Nobody of that name is blocked. GET /api/v1/blocks lists who is.");
    }

    private static Map<String, Object> tree(Block block) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("whom", block.whom());
        tree.put("since", block.since().toString());
        block.until().ifPresent(until -> tree.put("until", until.toString()));
        tree.put("why", block.why());
        tree.put("byHand", block.byHand());
        return tree;
    }

    private Account account(String text) {
        return Address.parse(text) instanceof Parsed.Valid<Address>(Address address, int _)
                ? ground.directory()
                        .account(address)
                        .orElseThrow(() -> new BadRequestException(404, "There is no such account here."))
                : noAddress();
    }

    private static Account noAddress() {
        throw new BadRequestException(400, "The account in the path is no address. Write such as ada@example.org.");
    }

    private Answer limits(Account account) {
        Standing standing = ground.limits().standing(account.id());
        LimitSettings most = ground.limits().settings();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("account", account.address().toString());
        tree.put("messagesLastHour", standing.lastHour());
        tree.put("messagesPerHour", most.messagesPerHour());
        tree.put("messagesLastDay", standing.lastDay());
        tree.put("messagesPerDay", most.messagesPerDay());
        tree.put("newRecipientsLastDay", standing.newToday());
        tree.put("newRecipientsPerDay", most.newRecipientsPerDay());
        tree.put("recipientsRemembered", standing.known());
        standing.heldSince().ifPresent(since -> tree.put("heldSince", since.toString()));
        tree.put(
                "held",
                AccountLimits.held(account.address(), ground.quarantine()).stream()
                        .map(one -> one.id().toString())
                        .toList());
        return Answer.json(tree);
    }

    private Answer release(Account account) {
        int messages = ground.limits().release(account.id(), account.address(), ground.quarantine());
        return Answer.json(Map.of("account", account.address().toString(), "released", messages));
    }
}
