package org.maillon.web.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.maillon.kernel.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of Helidon's as one of ours, and our answer as its response. */
final class HelidonExchange {
    private static final Logger LOG = LoggerFactory.getLogger(HelidonExchange.class);

    /** No answer is kept by others, nor taken for what it is not. */
    static final Map<String, String> SAFE = Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    private final Site site;
    private final Proxies proxies;
    private final HttpSettings settings;

    HelidonExchange(Site site, Proxies proxies, HttpSettings settings) {
        this.site = site;
        this.proxies = proxies;
        this.settings = settings;
    }

    void handle(ServerRequest request, ServerResponse response) {
        try {
            exchange(request, response);
        } catch (RequestException | CloseConnectionException | UncheckedIOException e) {
            throw e; // of a body that cannot be read, is too large or comes too late: the connection ends
        } catch (RuntimeException | Error e) {
            LOG.error("a request over HTTP failed by a fault of ours", e);
            send(
                    Answer.problem(500, "A fault of ours; the log has it. Try again later."),
                    request.prologue().method().text().equals("HEAD"),
                    response);
        }
    }

    private void exchange(ServerRequest request, ServerResponse response) {
        String method = request.prologue().method().text();
        if (method.isEmpty()
                || request.headers().stream().anyMatch(field -> field.name().isEmpty())) {
            throw unreadable(Status.BAD_REQUEST_400, "a name is missing"); // Helidon reads such lines (RFC 9112 §3, §5)
        }
        // Helidon refuses a request without a Host field, or with two
        Optional<Target> target = Target.of(method, request.prologue().uriPath().rawPath(), fields(request, "Host"));
        Answer answer = target.map(asked -> answer(method, asked, request))
                .orElseGet(
                        () -> Answer.problem(400, "Ask for a path that begins with a slash, or for http://host/path."));
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            // Helidon takes any two octets for the CRLF behind a chunk: where such a body ends, another may see
            // otherwise
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        send(answer, method.equals("HEAD"), response);
    }

    private Answer answer(String method, Target target, ServerRequest request) {
        return target.secure() && !request.isSecure() && !proxies.isTrusted(peer(request))
                ? Answer.problem(421, "An https address is asked for by TLS alone. Ask at the port that speaks it.")
                : site.answer(method, target.path(), ours(request, target));
    }

    private static InetAddress peer(ServerRequest request) {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress();
    }

    private Request ours(ServerRequest request, Target target) {
        Function<String, List<String>> fields =
                name -> name.equalsIgnoreCase("Host") ? List.of(target.authority()) : fields(request, name);
        return new Request(
                request.prologue().method().text(),
                target.host(),
                Site.query(request.prologue().query().rawValue()),
                proxies.client(peer(request), request.isSecure(), undisputedHost(request, target), fields),
                fields,
                () -> body(request));
    }

    /** Nobody's where the Host field names another: a proxy in front may have gone by that one. */
    private static String undisputedHost(ServerRequest request, Target target) {
        String named = Target.host(fields(request, "Host").getFirst().strip());
        return named.equals(target.host()) ? named : "";
    }

    private static List<String> fields(ServerRequest request, String name) {
        HeaderName wanted = HeaderNames.create(name);
        return request.headers().contains(wanted)
                ? request.headers().get(wanted).allValues()
                : List.of();
    }

    private Bytes body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return Bytes.EMPTY;
        }
        int most = (int) settings.bodySize().octets();
        try (InputStream in = request.content().inputStream()) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw unreadable(Status.REQUEST_ENTITY_TOO_LARGE_413, "the body is too large");
            }
            return Bytes.wrap(octets);
        } catch (RequestException | CloseConnectionException e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            throw unreadable(Status.BAD_REQUEST_400, "the body cannot be read");
        }
    }

    /** Where such a request ends is not known: what follows it must not be taken for another. */
    private static RequestException unreadable(Status status, String why) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .message(why)
                .build();
    }

    private static void send(Answer answer, boolean headOnly, ServerResponse response) {
        response.status(Status.create(answer.status(), Reasons.of(answer.status())));
        SAFE.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        answer.fields().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (!answer.type().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.type());
        }
        if (headOnly) {
            response.header(
                    HeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length()));
            response.send();
        } else {
            response.send(answer.body().toArray());
        }
    }
}
