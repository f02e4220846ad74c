package org.maillon.web.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        String method = request.prologue().method().text();
        Answer answer;
        try {
            answer = site.answer(method, request.prologue().uriPath().rawPath(), ours(request));
        } catch (RequestException | CloseConnectionException e) {
            throw e; // of a body that cannot be read, is too large or comes too late: the connection ends
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.error("a request over HTTP failed by a fault of ours", e);
            answer = Answer.problem(500, "A fault of ours; the log has it. Try again later.");
        }
        send(answer, method.equals("HEAD"), response);
    }

    private Request ours(ServerRequest request) {
        InetAddress peer = ((InetSocketAddress) request.remotePeer().address()).getAddress();
        String host = host(request);
        return new Request(
                request.prologue().method().text(),
                host,
                Site.query(request.prologue().query().rawValue()),
                proxies.client(peer, request.isSecure(), host, name -> fields(request, name)),
                name -> fields(request, name),
                () -> body(request));
    }

    private static List<String> fields(ServerRequest request, String name) {
        HeaderName wanted = HeaderNames.create(name);
        return request.headers().contains(wanted)
                ? request.headers().get(wanted).allValues()
                : List.of();
    }

    /** Helidon refuses a request without one, or with two. */
    private static String host(ServerRequest request) {
        String host = fields(request, "Host").getFirst().strip().toLowerCase(Locale.ROOT);
        int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private Bytes body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return Bytes.EMPTY;
        }
        int most = (int) settings.bodySize().octets();
        try (InputStream in = request.content().inputStream()) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw unreadable(Status.REQUEST_ENTITY_TOO_LARGE_413);
            }
            return Bytes.wrap(octets);
        } catch (RequestException | CloseConnectionException e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            throw unreadable(Status.BAD_REQUEST_400);
        }
    }

    /** Where such a body ends is not known: what follows it must not be taken for a request. */
    private static RequestException unreadable(Status status) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .message("the body cannot be read")
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
