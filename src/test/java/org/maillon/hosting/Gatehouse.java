package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.secrets.KnownSecrets;
import org.maillon.wire.sasl.Question;

/** An authenticator for tests, whose clocks stand until they are moved, and a gate that notes what it hears. */
public final class Gatehouse {
    public static final Attempt BY_SMTP = new Attempt(InetAddress.ofLiteral("192.0.2.7"), Scope.SMTP);
    public static final Attempt BY_POP3 = new Attempt(InetAddress.ofLiteral("192.0.2.7"), Scope.POP3);
    public static final Attempt BY_WEB = new Attempt(InetAddress.ofLiteral("192.0.2.7"), Scope.WEB);

    final List<String> heard = new CopyOnWriteArrayList<>();
    Optional<String> closed = Optional.empty();

    /** At a blocked address: whether it is let try. */
    Optional<Boolean> narrow = Optional.empty();

    /** Tries that were entered into and not left. */
    final AtomicInteger underWay = new AtomicInteger();

    /** At a blocked address: all checks take longer than the refusal waits. */
    boolean hasty;

    private Instant now = Town.NOON;
    private final Authenticator authenticator;

    public Gatehouse(Directory directory, String... settings) {
        this(directory, Tokens.NONE, settings);
    }

    public Gatehouse(Directory directory, Tokens tokens, String... settings) {
        authenticator = new Authenticator(
                directory,
                new Authenticator.Others(new Noting(), tokens),
                settings(settings),
                new Authenticator.Time(() -> now, () -> now),
                new Random(11));
    }

    static LogInSettings settings(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return Settings.read(LogInSettings.class, Map.copyOf(values));
    }

    private final class Noting implements LogInGate {
        @Override
        public Optional<Refused> mayTry(InetAddress address, String login) {
            heard.add("asked " + login);
            return closed.map(sentence -> new Refused(Duration.ofMinutes(1), sentence));
        }

        @Override
        public Entry enter(InetAddress address, String login) {
            underWay.incrementAndGet();
            return narrow.<Entry>map(lets -> new Entry.Narrow(lets, now)).orElseGet(() -> new Entry.Open(List.of()));
        }

        @Override
        public void leave(InetAddress address, String login, Entry entry) {
            underWay.decrementAndGet();
        }

        @Override
        public void await(CountDownLatch known, Entry.Narrow door) {
            try {
                assertThat(hasty || known.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Refused refused(InetAddress address, String login, Entry.Narrow door) {
            heard.add((door.lets() ? "refused " : "turned away ") + login);
            return new Refused(Duration.ofMinutes(1), "Wait behind the door");
        }

        @Override
        public void failed(InetAddress address, String login) {
            heard.add("failed " + login);
        }

        @Override
        public void succeeded(InetAddress address, String login) {
            heard.add("succeeded " + login);
        }
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    Decision ask(Question question) {
        return authenticator.answer(BY_SMTP, question);
    }

    Decision password(String login, String password) {
        return ask(new Question.Password(Optional.empty(), login, Secret.utf8(KnownSecrets.know(password))));
    }

    /** By a new authenticator, which remembers nothing. */
    static Optional<Account> logIn(Directory directory, String login, Secret password) {
        return new Gatehouse(directory)
                .ask(new Question.Password(Optional.empty(), login, password))
                .account();
    }

    static Optional<Account> logIn(Directory directory, String login, byte[] password) {
        return logIn(directory, login, Secret.utf8(new String(password, StandardCharsets.UTF_8)));
    }
}
