package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Wishes;

/** FUTURERELEASE (RFC 4865) and DELIVERBY (RFC 2852), in the queue's time. */
class WishedTimesTest {
    private static final String ADA = "ada@there.example";

    private static Wishes held(Duration length) {
        return new Wishes(false, Optional.of(new FutureRelease.After(length)), Optional.empty(), 0);
    }

    private static Wishes by(Duration within, DeliverBy.Mode mode) {
        return new Wishes(false, Optional.empty(), Optional.of(new DeliverBy(within, mode, false)), 0);
    }

    private static QueueId send(QueueWorld world, Wishes wishes) {
        return world.send(
                world.envelope(MailParameters.NONE.with(wishes), QueueWorld.recipients(0, ADA)), "Subject: x\r\n\r\n");
    }

    private static List<QueueWorld.Carried> notices(QueueWorld world) {
        return world.carried.stream()
                .filter(carried -> carried.attempt().envelope().sender() instanceof ReversePath.Null)
                .toList();
    }

    private static void after(QueueWorld world, Duration time) {
        world.untilIdle();
        world.pass(time);
        world.untilIdle();
        world.queue.upkeep().endExpired();
        world.queue.upkeep().tellDelays();
        world.untilIdle();
    }

    @Test
    void aMessageForLaterIsTriedThenAndNotBefore() {
        try (QueueWorld world = new QueueWorld().start()) {
            QueueId id = send(world, held(Duration.ofDays(2)));
            after(world, Duration.ofDays(2).minusMillis(1));
            assertThat(world.carried).isEmpty();
            assertThat(world.queue.show(id).orElseThrow().open().getFirst().due())
                    .isEqualTo(world.now().plusMillis(1));
            after(world, Duration.ofMillis(1));
            world.untilCarried(1);
            world.untilEmpty();
        }
    }

    @Test
    void aMessageForLaterWaitsOnBehindAStart() {
        try (QueueWorld world = new QueueWorld().start()) {
            send(world, held(Duration.ofDays(20)));
            after(world, Duration.ofDays(1));
            world.restart();
            after(world, Duration.ofDays(19).minusMillis(1));
            assertThat(world.carried).isEmpty();
            after(world, Duration.ofMillis(1));
            world.untilCarried(1);
        }
    }

    @Test
    void itsTimeForTryingBeginsWithItsRelease() {
        try (QueueWorld world = new QueueWorld("delay-notice-after", "4h").start()) {
            world.script(ADA, QueueWorld.deferred(), QueueWorld.delivered());
            QueueId id = send(world, held(Duration.ofDays(20)));
            after(world, Duration.ofDays(19));
            assertThat(notices(world))
                    .as("nobody is told that it waits as was wished")
                    .isEmpty();
            after(world, Duration.ofDays(1));
            world.untilCarried(1);
            after(world, Duration.ofMinutes(2));
            world.untilCarried(2);
            world.untilEmpty();
            assertThat(world.kinds(id)).contains(Kind.DEFERRED, Kind.DELIVERED).doesNotContain(Kind.EXPIRED);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3600, 1", "3601, 2", "111600, 31", "111601, 48", "172800, 48", "2764800, 768"})
    void theHoldIsKeptInSixBitsAndNeverTooShort(long seconds, long hours) {
        try (QueueWorld world = new QueueWorld().start()) {
            Mail mail = new Mail(
                    world.queue.nextId(),
                    new Turn(
                            new Lane(
                                    org.maillon.hosting.id.ServerId.DEFAULT,
                                    org.maillon.kernel.Settings.defaults(QueueSettings.class)),
                            org.maillon.hosting.id.TenantId.DEFAULT),
                    (byte) 0);
            Wishes wishes = seconds == 0 ? Wishes.PLAIN : held(Duration.ofSeconds(seconds));
            mail.wishes(world.envelope(MailParameters.NONE.with(wishes), QueueWorld.recipients(0, ADA)));
            assertThat(mail.heldMillis()).isEqualTo(Duration.ofHours(hours).toMillis());
            assertThat(mail.urgency()).isZero();
        }
    }

    @Test
    void whatIsNotDeliveredInTimeGoesBackAtItsDeadline() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script(ADA, QueueWorld.deferred(), QueueWorld.deferred(), QueueWorld.delivered());
            QueueId id = send(world, by(Duration.ofMinutes(3), DeliverBy.Mode.RETURN));
            world.untilCarried(1);
            after(world, Duration.ofMinutes(1));
            world.untilCarried(2);
            after(world, Duration.ofMinutes(2)); // before the third attempt, five minutes after the second
            world.untilEmpty();
            assertThat(world.kinds(id)).contains(Kind.BOUNCED).doesNotContain(Kind.DELIVERED);
            assertThat(notices(world))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.content()).contains("Status: 5.4.7", "Action: failed"));
        }
    }

    @Test
    void whatIsDeliveredInTimeHasNoNotice() {
        try (QueueWorld world = new QueueWorld().start()) {
            send(world, by(Duration.ofMinutes(3), DeliverBy.Mode.RETURN));
            world.untilEmpty();
            assertThat(notices(world)).isEmpty();
        }
    }

    @Test
    void itsSenderIsToldOnceAtTheDeadlineOfWhatGoesOn() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script(
                    ADA,
                    QueueWorld.deferred(),
                    QueueWorld.deferred(),
                    QueueWorld.deferred(),
                    QueueWorld.deferred(),
                    QueueWorld.delivered());
            QueueId id = send(world, by(Duration.ofMinutes(3), DeliverBy.Mode.NOTIFY));
            world.untilCarried(1);
            after(world, Duration.ofMinutes(1));
            assertThat(notices(world)).isEmpty();
            after(world, Duration.ofMinutes(2));
            Awaitility.await().until(() -> notices(world).size() == 1);
            assertThat(notices(world))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.content()).contains("Action: delayed"));
            after(world, Duration.ofMinutes(20));
            after(world, Duration.ofMinutes(40));
            world.untilEmpty();
            assertThat(world.kinds(id)).contains(Kind.DELIVERED);
            assertThat(notices(world)).hasSize(1);
        }
    }

    @Test
    void theNextServerIsToldHowMuchTimeIsLeft() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script(ADA, QueueWorld.deferred(), QueueWorld.delivered());
            send(world, by(Duration.ofMinutes(3), DeliverBy.Mode.NOTIFY));
            world.untilCarried(1);
            after(world, Duration.ofMinutes(1));
            world.untilCarried(2);
            assertThat(world.carried
                            .get(1)
                            .attempt()
                            .envelope()
                            .parameters()
                            .wishes()
                            .deliverBy())
                    .map(DeliverBy::within)
                    .contains(Duration.ofMinutes(2));
        }
    }

    @Test
    void whatItsHeaderSaysOfTlsHoldsBesideATime() {
        try (QueueWorld world = new QueueWorld().start()) {
            send(world, by(Duration.ofMinutes(3), DeliverBy.Mode.NOTIFY).waivingTls());
            world.untilCarried(1);
            Wishes wishes =
                    world.carried.getFirst().attempt().envelope().parameters().wishes();
            assertThat(wishes.deliverBy()).isPresent();
            assertThat(wishes.tlsWaived()).isTrue();
        }
    }
}
