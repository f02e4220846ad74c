package org.maillon.web.http;

import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What all connections share, as Helidon wants to see it: bounds, one handler for every path, and words for what it refuses itself. */
final class HelidonHost implements ListenerContext {
    private static final String TOO_MANY_FIELDS = "Header size exceeded";

    private final Context context = Context.create();
    private final MediaContext media = MediaContext.create();
    private final ContentEncodingContext encodings = ContentEncodingContext.builder()
            .contentEncodingsDiscoverServices(false)
            .build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final DirectHandlers refusals;
    private final ListenerConfig config;
    private final Router router;
    private final ServerConnectionSelector http1;

    HelidonHost(HttpSettings settings, Handler handler) {
        DirectHandlers.Builder words = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            words.addHandler(type, HelidonHost::refused);
        }
        refusals = words.build();
        config = ListenerConfig.builder()
                .maxPayloadSize(settings.bodySize().octets())
                .errorHandling(it -> it.includeEntity(true).logAllMessages(false))
                .buildPrototype();
        router = Router.builder().addRouting(HttpRouting.builder().any(handler)).build();
        http1 = Http1ConnectionSelector.builder().config(http1(settings)).build();
    }

    private static Http1Config http1(HttpSettings settings) {
        return Http1Config.builder()
                .maxPrologueLength((int) settings.requestLine().octets() + 1)
                .maxHeadersSize((int) settings.headerSize().octets())
                .buildPrototype();
    }

    ServerConnectionSelector http1() {
        return http1;
    }

    Router router() {
        return router;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public MediaContext mediaContext() {
        return media;
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return encodings;
    }

    @Override
    public DirectHandlers directHandlers() {
        return refusals;
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public ExecutorService executor() {
        return executor;
    }

    /** Behind each of these the connection ends: where the next request begins is not known for sure. */
    private static DirectHandler.TransportResponse refused(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String why) {
        int code = TOO_MANY_FIELDS.equals(why) ? 431 : isStumbled(status) ? 400 : status.code();
        Answer answer = Answer.problem(code, sentence(code));
        headers.set(HeaderValues.CONNECTION_CLOSE); // Helidon itself would keep it where a chunk cannot be counted
        headers.set(HeaderNames.CONTENT_TYPE, answer.type());
        for (Map.Entry<String, String> field : HelidonExchange.SAFE.entrySet()) {
            HeaderName name = HeaderNames.create(field.getKey());
            headers.set(name, field.getValue());
        }
        DirectHandler.TransportResponse.Builder response = DirectHandler.TransportResponse.builder()
                .status(Status.create(code, Reasons.of(code)))
                .headers(headers)
                .keepAlive(false);
        if (!request.method().equals("HEAD")) { // RFC 9110 §9.3.2
            response.entity(answer.body().toArray());
        }
        return response.build();
    }

    /** Over a request, as one with a bare LF: faults of ours never come here, {@link HelidonExchange} answers them itself. */
    private static boolean isStumbled(Status status) {
        return status.code() == Status.INTERNAL_SERVER_ERROR_500.code();
    }

    private static String sentence(int code) {
        return switch (code) {
            case 413 -> "The body is too large. Send less at once ([http] body-size).";
            case 414 -> "The request line is too long. Ask for a shorter path ([http] request-line).";
            case 431 -> "The header fields are too many or too long. Send fewer ([http] header-size).";
            case 501 -> "That transfer coding is not known here. Send chunked, or a Content-Length.";
            case 505 -> "HTTP/1.1 is spoken here. A proxy must be told so, as nginx by proxy_http_version 1.1.";
            case 503 -> "Too many ask at once. Try again in a minute.";
            default -> "This is no request of HTTP/1.1 that can be read. Check its line, Host, lengths and fields.";
        };
    }
}
