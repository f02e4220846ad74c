package org.maillon.serve.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;
import org.maillon.wire.address.Address;

/** A server as the tests want it: small bounds, a recording intake, a random port. */
final class Fixture {
    static final int MOST_OCTETS = 1000;
    static final SessionBounds WIDE = new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60));

    private Fixture() {}

    static SmtpSettings settings() {
        SmtpSettings usual = Settings.defaults(SmtpSettings.class);
        return new SmtpSettings(
                new ByteSize(512),
                new ByteSize(200),
                3,
                0,
                5,
                10,
                4,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                usual.spaceAfterColon(),
                usual.vrfy(),
                usual.bodyHeapPercent());
    }

    static SmtpHost host() {
        Address postmaster =
                Address.parse("postmaster@mail.example").asOptional().orElseThrow();
        return new SmtpHost("mail.example", ServerId.DEFAULT, postmaster);
    }

    static SmtpServer server(RecordingIntake intake, SmtpSettings settings) {
        return new SmtpServer(host(), settings, () -> MOST_OCTETS, intake);
    }

    static Listener listener(SmtpServer server, SessionBounds bounds) throws IOException {
        Listener listener =
                Listener.bind(new ListenerSettings("127.0.0.1", 0, false, 50), new Turnstile(bounds), server);
        listener.start();
        return listener;
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
