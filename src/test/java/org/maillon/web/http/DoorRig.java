package org.maillon.web.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.CannotListenException;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;

/** The door on a port of its own, before a site of a test's choice. */
public final class DoorRig implements AutoCloseable {
    private final Listener listener;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private DoorRig(Listener listener) {
        this.listener = listener;
    }

    public static HttpSettings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.read(HttpSettings.class, values);
    }

    public static DoorRig open(HttpSettings settings, Resource... resources) throws CannotListenException {
        SessionBounds bounds = new SessionBounds(
                settings.maxConnections(),
                settings.maxConnectionsPerAddress(),
                Duration.ofSeconds(5),
                settings.writeTime());
        Listener listener = Listener.bind(
                new ListenerSettings("127.0.0.1", 0, false, 50),
                new Turnstile(bounds),
                new HttpProtocol(new Site(List.of(resources)), settings));
        listener.start();
        return new DoorRig(listener);
    }

    public int port() {
        return listener.port();
    }

    /** @param fields names and values */
    public HttpResponse<String> ask(String method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... fields) throws IOException, InterruptedException {
        return ask("GET", path, "", fields);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Octets as they are; all that comes back until the server closes. */
    String raw(String octets) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        listener.close();
        client.close();
    }
}
