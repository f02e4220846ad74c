package org.maillon.web.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.ApiKeys;
import org.maillon.hosting.Attempt;
import org.maillon.hosting.Authenticator.Interactive;
import org.maillon.hosting.LogInGate;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Scope;
import org.maillon.kernel.Secret;
import org.maillon.web.http.Answer;
import org.maillon.web.http.Client;
import org.maillon.web.http.Request;
import org.maillon.web.http.Resource;

/** Finds out who asks, before anything is done for it. */
public final class Callers {
    /** The field with the code of an authenticator. */
    static final String CODE = "Maillon-Code";

    private static final String DENIED =
            "That password or key opens nothing here, or not any more. Check it, and the address before it.";

    private final ApiKeys keys;
    private final LogIns logIns;
    private final LogInGate gate;

    public Callers(ApiKeys keys, LogIns logIns, LogInGate gate) {
        this.keys = keys;
        this.logIns = logIns;
        this.gate = gate;
    }

    /** Somebody known, or what it is told instead. */
    private sealed interface Found {
        record Known(Caller caller) implements Found {}

        record Refused(Answer answer) implements Found {}
    }

    /** Does something for whoever is known. */
    interface Work {
        Answer answer(Caller caller, Request request, List<String> parameters);
    }

    /** For keys with that scope alone. */
    Resource.Handler operators(ApiKey.Scope scope, Work work) {
        return known((caller, request, parameters) -> switch (caller) {
            case Caller.Operator(ApiKey key) when key.opens(scope) -> work.answer(caller, request, parameters);
            case Caller.Operator _ -> lacks(scope);
            case Caller.Holder _ ->
                Answer.problem(403, "This takes an operator's API key with the scope " + scope.word() + ".");
        });
    }

    /** For keys with that scope, and for account holders. */
    Resource.Handler everybody(ApiKey.Scope scope, Work work) {
        return known((caller, request, parameters) -> switch (caller) {
            case Caller.Operator(ApiKey key) when !key.opens(scope) -> lacks(scope);
            case Caller.Operator _, Caller.Holder _ -> work.answer(caller, request, parameters);
        });
    }

    private static Answer lacks(ApiKey.Scope scope) {
        return Answer.problem(403, "This API key lacks the scope " + scope.word() + ". Make one that has it.")
                .with("WWW-Authenticate", "Bearer realm=\"maillon\", error=\"insufficient_scope\""); // RFC 6750 §3.1
    }

    private Resource.Handler known(Work work) {
        return (request, parameters) -> switch (find(request)) {
            case Found.Known(Caller caller) -> work.answer(caller, request, parameters);
            case Found.Refused(Answer answer) -> answer;
        };
    }

    private Found find(Request request) {
        if (request.isForeign()) {
            return refused(
                    403, "A page of another site asked for this. Ask by a program, or from a page of this host.");
        }
        switch (request.client().way()) {
            case OPEN -> {
                return refused(403, "Passwords and keys are taken under TLS or from loopback only. Ask with https.");
            }
            case UNKNOWN_PROXY -> {
                return refused(
                        403,
                        "Nobody knows who asks. A proxy must be named in trusted-proxies of [http] and write the field that"
                                + " proxy-field names, and no other; without a proxy, ask this machine as localhost.");
            }
            case PRIVATE -> {}
        }
        List<String> fields = request.fields().apply("Authorization");
        String field = fields.size() == 1 ? fields.getFirst().strip() : "";
        int space = field.indexOf(' ');
        String given = field.substring(space + 1).strip();
        return switch (space < 0 ? "" : field.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> byKey(request.client(), given);
            case "basic" -> basic(request, given);
            default -> challenged("Log in: an API key as Bearer, or an account's address and password as Basic.");
        };
    }

    /** RFC 6750 §2.1. */
    private Found byKey(Client client, String text) {
        Optional<LogInGate.Refused> closed = gate.mayTry(client.address(), "");
        if (closed.isPresent()) {
            return tooMany(closed.get());
        }
        LogInGate.Entry entry = gate.enter(client.address(), "");
        try {
            return switch (entry) {
                case LogInGate.Entry.Open _ -> opened(client, text);
                case LogInGate.Entry.Narrow narrow -> tooMany(gate.refused(client.address(), "", narrow));
                case LogInGate.Entry.Shut(LogInGate.Refused refused) -> tooMany(refused);
            };
        } finally {
            gate.leave(client.address(), "", entry);
        }
    }

    private Found opened(Client client, String text) {
        try (Secret given = Secret.utf8(text)) {
            Optional<ApiKey> key = keys.opens(given);
            if (key.isPresent()) {
                return new Found.Known(new Caller.Operator(key.get()));
            }
        }
        gate.failed(client.address(), "");
        return challenged(DENIED);
    }

    private static Found tooMany(LogInGate.Refused refused) {
        return new Found.Refused(blocked(refused.sentence())
                .with("Retry-After", Long.toString(Math.max(1, refused.forTime().toSeconds()))));
    }

    /** RFC 7617 §2: the name is what stands before the first colon, and there are no control characters. */
    private Found basic(Request request, String text) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return refused(400, "What follows Basic is no base64. Encode ADDRESS:PASSWORD, in UTF-8.");
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return refused(400, "What follows Basic holds no colon. Encode ADDRESS:PASSWORD, in UTF-8.");
        }
        if (pair.chars().anyMatch(Character::isISOControl)) {
            return refused(400, "What follows Basic holds control characters. Encode ADDRESS:PASSWORD, in UTF-8.");
        }
        try (Secret password = Secret.utf8(pair.substring(colon + 1))) {
            Attempt attempt = new Attempt(request.client().address(), Scope.WEB);
            return found(logIns.interactive(
                    new LogIns.Person(attempt, pair.substring(0, colon), password), request.field(CODE)));
        }
    }

    private static Found found(Interactive came) {
        return switch (came) {
            case Interactive.Granted(var account) -> new Found.Known(new Caller.Holder(account));
            case Interactive.CodeWanted _ ->
                challenged("The code of your authenticator is wanted too. Send it in the field " + CODE + ".");
            case Interactive.Denied _ -> challenged(DENIED);
            case Interactive.Later _ ->
                new Found.Refused(Answer.problem(503, "Passwords cannot be checked just now. Try again in a minute.")
                        .with("Retry-After", "60"));
            case Interactive.Blocked(String sentence) -> new Found.Refused(blocked(sentence));
        };
    }

    private static Answer blocked(String sentence) {
        return Answer.problem(429, sentence + ".");
    }

    private static Found refused(int status, String detail) {
        return new Found.Refused(Answer.problem(status, detail));
    }

    /** RFC 9110 §11.6.1; the same words whatever was wrong. */
    private static Found challenged(String detail) {
        return new Found.Refused(Answer.problem(401, detail)
                .with("WWW-Authenticate", "Bearer realm=\"maillon\", Basic realm=\"maillon\", charset=\"UTF-8\""));
    }

    /** Whose decision it was, for the stories of messages. */
    static String by(Caller caller) {
        return switch (caller) {
            case Caller.Operator(ApiKey key) -> "by an operator, with the API key " + key.name();
            case Caller.Holder _ -> "by its recipient";
        };
    }
}
