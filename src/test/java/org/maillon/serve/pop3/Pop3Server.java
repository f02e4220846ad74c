package org.maillon.serve.pop3;

import java.io.IOException;
import java.time.Duration;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;

/** A listener on a port of its own. */
final class Pop3Server implements AutoCloseable {
    private final Listener listener;

    Pop3Server(Pop3Protocol protocol) throws IOException {
        SessionBounds bounds = new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60));
        listener = Listener.bind(new ListenerSettings("127.0.0.1", 0, false, 100), new Turnstile(bounds), protocol);
        listener.start();
    }

    Pop3Client connect() throws IOException {
        return new Pop3Client(listener.port());
    }

    void stop() {
        listener.stop(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        listener.close();
    }
}
