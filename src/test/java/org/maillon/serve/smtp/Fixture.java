package org.maillon.serve.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.maillon.hosting.Account;
import org.maillon.hosting.Decision;
import org.maillon.hosting.LogInSettings;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Proof;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;
import org.maillon.store.StoreException;
import org.maillon.submit.ListenerRole;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;

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
                usual.bodyHeapPercent(),
                usual.greetingDelay());
    }

    static SmtpHost host() {
        Address postmaster =
                Address.parse("postmaster@mail.example").asOptional().orElseThrow();
        return new SmtpHost("mail.example", ServerId.DEFAULT, postmaster);
    }

    static SmtpServer server(RecordingIntake intake, SmtpSettings settings) {
        return new SmtpServer(host(), settings, () -> MOST_OCTETS, intake);
    }

    /** Where ada logs in, with the password "love lace", and nobody else does. */
    static SmtpServer submission(RecordingIntake intake) {
        return submission(intake, settings());
    }

    static SmtpServer submission(RecordingIntake intake, SmtpSettings settings) {
        LogIns logIns = new LogIns(
                (_, question) -> answer(question),
                EnumSet.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.XOAUTH2),
                Settings.defaults(LogInSettings.class),
                new Random(1));
        SmtpHost open = host();
        SmtpHost host =
                new SmtpHost(open.name(), open.server(), open.postmaster(), ListenerRole.SUBMISSION, Optional.empty());
        return new SmtpServer(host, settings, () -> MOST_OCTETS, intake).admitting(logIns);
    }

    private static Decision answer(Question question) {
        return switch (question) {
            case Question.Password asked when asked.name().equals("down") -> Decision.LATER;
            case Question.Password asked
            when asked.name().equals("broken") -> throw StoreException.broken("a test", new IOException("x"));
            case Question.Password asked
            when asked.name().equals("ada")
                    && new String(asked.password().shared(), StandardCharsets.UTF_8).equals("love lace") ->
                Decision.granted(ada(), new Proof.Elsewhere());
            case Question.Password _, Question.Keys _, Question.Proved _, Question.Token _ -> Decision.DENIED;
        };
    }

    private static Account ada() {
        Address address = Address.parse("ada@example.org").asOptional().orElseThrow();
        return new Account(
                new AccountId(7), TenantId.DEFAULT, address, new ByteSize(1000), List.of(), true, Instant.EPOCH);
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
