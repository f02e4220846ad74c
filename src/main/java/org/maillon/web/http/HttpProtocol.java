package org.maillon.web.http;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Protocol;

/** HTTP/1.1, for as many listeners as there are. */
public final class HttpProtocol implements Protocol {
    private final HttpSettings settings;
    private final HelidonHost host;

    /** Requests are bounded by connections, which the listeners count. */
    private final Limit requests = FixedLimit.create();

    public HttpProtocol(Site site, HttpSettings settings) {
        this.settings = settings;
        Proxies proxies = new Proxies(settings.trustedProxies(), settings.proxyField());
        this.host = new HelidonHost(settings, new HelidonExchange(site, proxies, settings)::handle);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void converse(Connection connection) throws IOException {
        RequestOctets octets = new RequestOctets(connection, settings);
        try {
            host.http1()
                    .connection(new HelidonConnection(connection, host, octets))
                    .handle(requests);
        } catch (CloseConnectionException _) {
            connection.flush(); // all is said
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public byte[] farewell(Farewell why) {
        return Wire.closing(
                switch (why) {
                    case SERVER_FULL, ADDRESS_FULL ->
                        Answer.problem(503, "Too many connections are open. Try again in a minute.")
                                .with("Retry-After", "60");
                    case STOPPING ->
                        Answer.problem(503, "The server stops. Try again in a minute.")
                                .with("Retry-After", "60");
                    case TLS_FIRST -> Answer.problem(400, "TLS is spoken on this port. Ask with https.");
                    case BROKEN -> Answer.problem(500, "A fault of ours; the log has it. Try again later.");
                });
    }
}
