package org.maillon.submit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.submit.Client;
import org.maillon.submit.Insiders;
import org.maillon.submit.SubmitSettings;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** Strangers who send very much. */
class StrangerLimitTest {
    private Instant now = Town.NOON;
    private final StrangerLimit limit = new StrangerLimit(
            new Insiders(Settings.read(SubmitSettings.class, Map.of("relay-from", "198.51.100.0/24"))),
            () -> now,
            Settings.read(LimitSettings.class, Map.of("stranger-messages-per-minute", "3", "strangers", "100")));

    private Optional<Reply> mail(String from) {
        Client client = new Client(InetAddress.ofLiteral(from), "client.example", "ESMTP", ServerId.DEFAULT);
        return limit.check(client, new ReversePath.Null(), MailParameters.NONE);
    }

    @Test
    void theLastOfTheLimitIsTakenAndTheNextHearsWhen() {
        assertThat(mail("192.0.2.7")).isEmpty();
        assertThat(mail("192.0.2.7")).isEmpty(); // limit - 1
        assertThat(mail("192.0.2.7")).isEmpty(); // limit
        Reply reply = mail("192.0.2.7").orElseThrow(); // limit + 1
        assertThat(reply.code()).isEqualTo(450);
        assertThat(reply.toString())
                .contains("4.7.1", "has begun 3 messages in a minute", "in 70 seconds, at 2026-11-23T12:01:10Z");
        now = now.plusSeconds(70);
        assertThat(mail("192.0.2.7")).isEmpty();
    }

    @Test
    void othersAreNotConcerned() {
        for (int i = 0; i < 10; i++) {
            var _ = mail("192.0.2.7");
            assertThat(mail("198.51.100.9")).as("relay-from").isEmpty();
            assertThat(mail("127.0.0.1")).as("loopback").isEmpty();
        }
        assertThat(mail("192.0.2.8")).isEmpty();
    }

    @Test
    void aNetworkOfIPv6CountsAsOne() {
        for (int i = 1; i <= 3; i++) {
            assertThat(mail("2001:db8::" + i)).isEmpty();
        }
        assertThat(mail("2001:db8::4")).isPresent();
        assertThat(mail("2001:db8:0:1::4")).isEmpty();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 5000; i++) {
            var _ = mail("192.0." + i / 250 + "." + i % 250);
        }
        assertThat(limit.remembered()).isLessThanOrEqualTo(100);
    }
}
