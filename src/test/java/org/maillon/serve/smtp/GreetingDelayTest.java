package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Listener;

/** Strangers wait for the greeting, and show that they can (RFC 5321 §4.3.1). */
@Timeout(60)
class GreetingDelayTest {
    private final RecordingIntake intake = new RecordingIntake();

    private Listener listener(String delay, Predicate<InetAddress> newcomers) throws IOException {
        SmtpSettings settings = Settings.read(SmtpSettings.class, Map.of("greeting-delay", delay));
        return Fixture.listener(Fixture.server(intake, settings).makingWait(newcomers), Fixture.WIDE);
    }

    @Test
    void whoSpeaksBeforeTheGreetingIsSentAway() throws IOException {
        try (Listener listener = listener("30s", _ -> true);
                TestClient client = new TestClient(listener.port())) {
            client.say("EHLO c\r\nMAIL FROM:<ada@example.org>\r\n");
            assertThat(client.reply())
                    .isEqualTo(
                            "554 5.5.0 mail.example had not greeted you yet; connect again and wait for the greeting");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void whoWaitsIsGreeted() throws IOException {
        long before = System.nanoTime();
        try (Listener listener = listener("1s", _ -> true);
                TestClient client = new TestClient(listener.port())) {
            assertThat(client.reply()).startsWith("220 ");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(990));
            client.say("QUIT\r\n");
            assertThat(client.reply()).startsWith("221 ");
        }
    }

    @Test
    void whoIsKnownOrTheSettingOffIsGreetedAtOnce() throws IOException {
        try (Listener listener = listener("30s", _ -> false);
                TestClient client = new TestClient(listener.port())) {
            client.say("QUIT\r\n");
            assertThat(client.reply()).startsWith("220 ");
        }
        try (Listener listener = listener("0s", _ -> true);
                TestClient client = new TestClient(listener.port())) {
            client.say("QUIT\r\n");
            assertThat(client.reply()).startsWith("220 ");
        }
    }

    @Test
    void aStopEndsTheWait() throws IOException, InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        try (Listener listener = listener("30s", _ -> {
                    waiting.countDown();
                    return true;
                });
                TestClient client = new TestClient(listener.port())) {
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            listener.stop(Duration.ofSeconds(5));
            assertThat(client.rest()).contains("421 ");
        }
    }
}
