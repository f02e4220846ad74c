package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.queue.QueueWorld.deferred;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;

/** What is seldom: crashes between two rooms, clocks that are set, notices on the way to old servers. */
class QueueDoubtTest {
    /** The mailbox's commit was durable, the queue's was not: what ends the recipient instead must not free the octets. */
    @ParameterizedTest
    @ValueSource(strings = {"removed", "expired", "failed", "expanded", "relayed"})
    void aCopyThatAMailboxTookBeforeACrashKeepsItsOctetsHoweverItsRecipientEnds(String how) {
        try (QueueWorld world = new QueueWorld("expire-after", "1d")) {
            world.script("ada@here.example", inDoubt(how));
            QueueId id = world.send("ada@here.example");
            world.inMailbox.add("ada@here.example");
            if (how.equals("removed")) {
                world.queue.hold(Filter.ALL, "to look at it");
            } else if (how.equals("expired")) {
                world.pass(Duration.ofDays(2));
            }
            world.restart();
            if (how.equals("removed")) {
                world.queue.remove(Filter.ALL, "spam");
            }
            world.untilEmpty();

            assertThat(world.kinds(id)).contains(Kind.DELIVERED).doesNotContain(Kind.REMOVED, Kind.EXPIRED);
            assertThat(world.kinds(id)).doesNotContain(Kind.BOUNCED, Kind.EXPANDED, Kind.NOTICE);
            assertThat(world.store.blobs().size(Rows.blob(id))).isPresent();
        }
    }

    private static Result inDoubt(String how) {
        return switch (how) {
            case "removed", "expired" -> deferred();
            case "failed" -> QueueWorld.failed();
            case "expanded" -> QueueWorld.expanded("bea@there.example");
            default -> QueueWorld.delivered();
        };
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitLonger() {
        try (QueueWorld world = new QueueWorld("retry-after", "1m", "rest-first", "2m").start()) {
            world.script("ada@there.example", deferred());
            world.script("bea@down.example", QueueWorld.down());
            QueueId ada = world.send("ada@there.example");
            QueueId bea = world.send("bea@down.example");
            world.untilCarried(2);
            world.untilIdle();
            world.pass(Duration.ofDays(-1));
            world.pass(Duration.ofMinutes(2));
            world.untilCarried(4);
            world.untilIdle();

            assertThat(world.kinds(ada)).contains(Kind.DELIVERED);
            assertThat(world.kinds(bea)).contains(Kind.DELIVERED);
        }
    }

    /** Seed 1 of the simulation: it waited for a year. */
    @Test
    void aClockThatIsSetBackWhileNobodyRunsMakesNobodyWaitLonger() {
        try (QueueWorld world = new QueueWorld("retry-after", "1m,1h").start()) {
            world.script("ada@there.example", deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            world.pass(Duration.ofDays(-365));
            world.restart();

            assertThat(world.queue.show(id).orElseThrow().open().getFirst().due())
                    .isBeforeOrEqualTo(world.now().plus(Duration.ofHours(1)));
        }
    }

    /** It goes to a server that may take 7 bits only, and is never sent again. */
    @Test
    void aNoticeWithAnAsciiHeaderIsDeclared7BitThoughTheMessageWasNot() {
        try (QueueWorld world = new QueueWorld().start()) {
            MailParameters eightBit = new MailParameters(
                    OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, false, Optional.empty(), Optional.empty());
            world.script("ada@there.example", QueueWorld.failed());
            Envelope envelope = world.envelope(eightBit, QueueWorld.recipients(0, "ada@there.example"));
            world.send(envelope, "Subject: hello\r\n\r\nna\u00efve\r\n");
            world.untilEmpty();

            QueueWorld.Carried notice = world.carried.getLast();
            assertThat(notice.attempt().envelope().parameters().body()).isEqualTo(BodyType.SEVEN_BIT);
            assertThat(notice.content()).contains("text/rfc822-headers").doesNotContain("8bit");
        }
    }
}
