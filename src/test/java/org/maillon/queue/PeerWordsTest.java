package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.smtp.Reply;

class PeerWordsTest {
    @ParameterizedTest
    @CsvSource({
        "421, 4.7.0, Too many connections, true",
        "421, 4.3.2, Service shutting down, true",
        "450, 4.7.1, Greylisted; come back in five minutes, false",
        "450, 4.7.0, Too many connections from your address, true",
        "451, 4.7.500, Server busy. Please slow down, true",
        "452, 4.5.3, Too many recipients, true",
        "452, 4.2.2, Mailbox full, false",
        "452, 4.3.1, Insufficient system storage, false",
        "451, 4.4.5, System congested, true",
        "451, 4.3.2, Not accepting messages, true",
        "451, 4.7.28, Our system has detected an unusual rate; your rate limit is exceeded, true",
        "550, 5.7.1, Too many connections, false",
        "451, 4.4.1, The next server does not answer, false"
    })
    void knowsWhatAsksForLess(int code, String status, String text, boolean tooMuch) {
        assertThat(PeerWords.saysTooMuch(Reply.of(code, status, text))).isEqualTo(tooMuch);
    }

    @Test
    void understandsAReplyWithoutEnhancedCode() {
        Reply reply = new Reply(450, Optional.empty(), List.of("sorry,", "TOO MANY CONNECTIONS"));

        assertThat(PeerWords.saysTooMuch(reply)).isTrue();
    }

    @Test
    void aServerThatTookSomeAndThenAskedForLessIsHeard() {
        assertThat(health(QueueWorld.delivered(), tooMany())).isEqualTo(Scheduler.Health.BUSY);
        assertThat(health(QueueWorld.delivered(), QueueWorld.deferred())).isEqualTo(Scheduler.Health.WORKS);
        assertThat(health(QueueWorld.failed())).isEqualTo(Scheduler.Health.WORKS);
        assertThat(health(QueueWorld.deferred())).isEqualTo(Scheduler.Health.UNCLEAR);
        assertThat(health(noAnswer(), QueueWorld.deferred())).isEqualTo(Scheduler.Health.DOWN);
    }

    private static Scheduler.Health health(Result... results) {
        return PeerWords.health(List.of(results));
    }

    private static Result tooMany() {
        return new Result.Deferred(QueueWorld.failure(Reply.of(421, "4.7.0", "too many connections"), true));
    }

    private static Result noAnswer() {
        return new Result.Deferred(QueueWorld.failure(Reply.of(451, "4.4.1", "no answer"), true));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "<throttle1@big.example>: come back later",
                "throttled@big.example is greylisted",
                "\"rate limit\"@big.example is greylisted",
                "<\"a> slow down\"@big.example> is greylisted",
                "mail from throttled.example is greylisted"
            })
    void anAddressThatIsEchoedAsksForNothing(String text) {
        assertThat(PeerWords.saysTooMuch(Reply.of(450, "4.2.0", text))).isFalse();
    }

    @Test
    void a421OverOneMessageIsNoReasonForARest() {
        Result overTheContent =
                new Result.Deferred(QueueWorld.failure(Reply.of(421, "4.7.0", "I do not like this"), false));

        assertThat(health(overTheContent)).isEqualTo(Scheduler.Health.LESS);
        assertThat(health(overTheContent, tooMany())).isEqualTo(Scheduler.Health.BUSY);
    }
}
